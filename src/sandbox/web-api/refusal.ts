import type { Json } from '../protocol.ts'

/** Thrown by a method: Slack's error code and what else the answer carries. */
export class Refusal extends Error {
  readonly code: string
  readonly more: Json

  constructor(code: string, more: Json = {}) {
    super(code)
    this.code = code
    this.more = more
  }
}

/** `invalid_arguments` with Slack's explanations. */
export function invalidArguments(...messages: string[]): Refusal {
  return new Refusal('invalid_arguments', {
    response_metadata: { messages: messages.map((one) => (one.startsWith('[') ? one : `[ERROR] ${one}`)) },
  })
}
