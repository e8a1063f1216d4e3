import type { Instant } from '../core/decider.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { ANSWER_BYTES_MAX, ASK_TIMEOUT_MS } from './limits.ts'
import { brokenOff, redirected, refused, tooLarge } from './refusal.ts'

/** An outside system as it is reached: where, as whom, and how it is spoken of. */
export type Outside = {
  /** As in sentences: "LaunchDarkly". */
  name: string
  /** What paths are put behind; see `baseAddress`. */
  base: string
  /** Sent with every request. */
  headers: Record<string, string>
  /** Never shown: cut out of whatever the other side says. */
  secret: string
  /** What somebody corrects when the secret or the address is wrong: names of environment variables or settings. */
  settings: { secret: string; address: string }
  now: () => Instant
  timeoutMs?: number
  answerBytesMax?: number
}

export type Question = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Begins with a slash; what comes from people is encoded. */
  path: string
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
  /** What is not there when the answer is 404, as a sentence that says what to do. */
  missing: string
}

/** A yes with its text, or a no: the HTTP status when there was one, its text, and what it means. */
export type Answer = { ok: true; text: string } | Refused
export type Refused = { ok: false; status?: number; text: string; failure: ProviderFailure }

/**
 * One request, within limits: of time, of the answer's size, and no redirect is followed, so that a secret goes
 * nowhere but where it was meant for. Never throws for what the outside world does, and never shows the secret.
 */
export async function ask(outside: Outside, question: Question): Promise<Answer> {
  const { method, path, body, signal } = question
  const late = AbortSignal.timeout(outside.timeoutMs ?? ASK_TIMEOUT_MS)
  let text = ''
  try {
    const response = await fetch(`${outside.base}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, late]),
      headers: { accept: 'application/json', ...outside.headers, ...question.headers },
      ...(body !== undefined && { body }),
    })
    const whole = await readText(response, outside.answerBytesMax ?? ANSWER_BYTES_MAX)
    if (whole === undefined) return { ok: false, text, failure: tooLarge(outside) }
    text = whole
    const { status } = response
    if (response.ok) return { ok: true, text }
    if (status < 400) return { ok: false, status, text, failure: redirected(outside, status) }
    const failure = refused(outside, { status, headers: response.headers, text, missing: question.missing })
    return { ok: false, status, text, failure }
  } catch (error) {
    return {
      ok: false,
      text,
      failure: brokenOff(outside, error, { stopped: signal.aborted, late: late.aborted }),
    }
  }
}

/** The body as text; undefined when it is longer than allowed, in which case the rest is not fetched. */
async function readText(response: Response, bytesMax: number): Promise<string | undefined> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) return undefined // leaving the loop cancels the stream
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
