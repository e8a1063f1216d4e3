import type { ProviderFailure } from '../core/switch/provider.ts'
import type { Outside } from '../outside/ask.ts'
import { later, never } from '../outside/refusal.ts'
import type { Frozen } from './freeze.ts'

type Failed = { name: string; failure: ProviderFailure }

/** Names of projects by what was found in them. */
export type Tally = Record<Frozen, string[]> & { failed: Failed[] }

export const emptyTally = (): Tally => ({ yes: [], no: [], changed: [], failed: [] })

export const countOf = ({ yes, no, changed, failed }: Tally) =>
  yes.length + no.length + changed.length + failed.length

/** One value when all projects agree; otherwise which are how, so that somebody can look. */
export function agreement(outside: Outside, tally: Tally): { ok: true; value: boolean } | ProviderFailure {
  const { yes, no, changed, failed } = tally
  const total = countOf(tally)
  const trouble = together(outside, failed, total)
  if (trouble !== undefined) return trouble
  if (yes.length === total) return { ok: true, value: true }
  if (no.length === total) return { ok: true, value: false }
  const parts = [
    ...(yes.length > 0 ? [`frozen: ${yes.join(', ')}`] : []),
    ...(no.length > 0 ? [`not frozen: ${no.join(', ')}`] : []),
    ...(changed.length > 0 ? [`our window was changed by somebody: ${changed.join(', ')}`] : []),
  ]
  return later(outside, `The projects in Argo CD differ; ${parts.join('; ')}.`)
}

/** Several failures as one: worth another try while one of them is. Undefined when there is none. */
export function together(outside: Outside, failed: Failed[], total: number): ProviderFailure | undefined {
  const [first] = failed
  if (first === undefined) return undefined
  if (total === 1) return first.failure
  const names = failed.map(({ name }) => name).join(', ')
  const why = `${failed.length} of ${total} projects failed (${names}): ${first.failure.why}`
  const retriable = failed.map(({ failure }) => failure).filter(({ again }) => again === 'later')
  if (retriable.length === 0) return never(outside, why)
  const moments = retriable.flatMap(({ notBefore }) => (notBefore === undefined ? [] : [notBefore]))
  return later(outside, why, moments.length === 0 ? undefined : Math.max(...moments))
}
