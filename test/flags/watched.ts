import { expect } from 'vitest'
import { protocol } from './openapi.ts'

const says = protocol()
const FAILURES: Record<number, string> = { 400: 'bulkEvaluationFailure', 404: 'flagNotFound' }

/** A fetch for an SDK that holds what it asks, and what it is answered, against the protocol's description. */
export function watched(heard: (exchange: { url: string; status: number }) => void = () => {}): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const asked = await request.clone().json()
    const isBulk = new URL(request.url).pathname.endsWith('/flags')
    // The SDK leaves the targeting key out when its user did; the description would have it always there.
    if (asked.context?.targetingKey !== undefined)
      expect(says?.(isBulk ? 'bulkEvaluationRequest' : 'evaluationRequest', asked)).toBeUndefined()
    const response = await fetch(request)
    const schema = response.status === 200 ? answered(isBulk) : FAILURES[response.status]
    if (schema) expect(says?.(schema, await response.clone().json())).toBeUndefined()
    heard({ url: request.url, status: response.status })
    return response
  }
}

function answered(isBulk: boolean): string {
  return isBulk ? 'bulkEvaluationSuccess' : 'serverEvaluationSuccess'
}
