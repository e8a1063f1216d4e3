import { hash } from 'node:crypto'
import type { Flag } from './flag.ts'
import { INACTIVITY_SEC } from './limits.ts'

/** An answer that is ready to be sent: headers as Node takes them flat, and a body of ASCII only. */
export type Answer = { status: number; headers: string[]; body: string }

/** Everything that can be asked for, answered before anybody asks. */
export type Answers = {
  /** Names the values of all flags together; the same values have the same name in every process. */
  etag: string
  byKey: ReadonlyMap<string, Answer>
  /** All flags at once, one answer for each token, since each has its own address to listen at. */
  bulk: readonly Answer[]
  notModified: Answer
}

export function jsonAnswer(status: number, value: unknown, more: string[] = []): Answer {
  const body = ascii(JSON.stringify(value))
  const headers = ['content-type', 'application/json', 'content-length', String(body.length), ...more]
  return { status, headers, body }
}

export function answersFor(flags: readonly Flag[], listenAddresses: readonly string[]): Answers {
  const evaluated = flags.map(evaluation)
  const etag = `"${hash('sha256', JSON.stringify(evaluated), 'base64url').slice(0, 22)}"`
  return {
    etag,
    byKey: new Map(evaluated.map((each) => [each.key, jsonAnswer(200, each)])),
    bulk: listenAddresses.map((requestUri) => {
      const stream = { type: 'sse', endpoint: { requestUri }, inactivityDelaySec: INACTIVITY_SEC }
      return jsonAnswer(200, { flags: evaluated, eventStreams: [stream] }, ['etag', etag])
    }),
    notModified: { status: 304, headers: ['etag', etag], body: '' },
  }
}

/** The variant tells a switch that was pulled from one that was not, for whoever traces evaluations. */
export function variantOf({ isNormal }: Flag): 'normal' | 'changed' {
  return isNormal ? 'normal' : 'changed'
}

function evaluation(flag: Flag) {
  return { key: flag.key, value: flag.value, reason: 'STATIC', variant: variantOf(flag) }
}

/** JSON in which every character is one byte: sent in one piece with its headers, and its length is known. */
function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
