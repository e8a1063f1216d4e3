import { z } from 'zod'
import type { Instant } from '../core/decider.ts'
import { WHY_MAX } from '../core/limits.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { clip, line } from '../core/text.ts'
import type { Outside } from '../outside/ask.ts'
import { SAID_MAX } from '../outside/limits.ts'
import { brokenOff, later, never, refused, tooLarge } from '../outside/refusal.ts'
import { ANSWER_BYTES_MAX } from './limits.ts'

/** What PagerDuty did not do. `status`: of its answer, when there was one. */
export type Refused = ProviderFailure & { status?: number }

export type About = {
  system: 'rest' | 'events'
  missing: string
  now: () => Instant
  timeoutMs: number
  secrets: readonly string[]
}

const BAD_REQUEST = 400
const PAYMENT_REQUIRED = 402

/** What an answer that is no yes means. */
export function refusedAnswer(
  about: About,
  { status, headers, data }: { status: number; headers: unknown; data: unknown },
): Refused {
  const outside = asOutside(about)
  const said = clip(line(masked(about, wordsIn(data))), SAID_MAX).replace(/[.\s]+$/, '')
  if (status === BAD_REQUEST) return { ...never(outside, badRequest(about, said)), status }
  if (status === PAYMENT_REQUIRED) {
    const why = `PagerDuty does not offer that to this account.${said === '' ? '' : ` It says: "${said}".`}`
    return { ...never(outside, why), status }
  }
  const text = JSON.stringify({ message: said })
  const answer = { status, headers: headersOf(headers), text, missing: about.missing }
  return { ...refused(outside, answer), status }
}

/** What it means that no answer came that could be read. */
export function refusedWithoutAnswer(
  about: About,
  error: unknown,
  by: { stopped: boolean; late: boolean },
): Refused {
  const outside = asOutside(about)
  // pdjs rejects with the response itself when an answer to REST is no JSON.
  const response = z.object({ status: z.number(), headers: z.unknown() }).safeParse(error)
  if (!by.stopped && !by.late && response.success) {
    const { status, headers } = response.data
    if (status < 300)
      return { ...later(outside, 'PagerDuty answered with something that is no JSON.'), status }
    return refusedAnswer(about, { status, headers, data: undefined })
  }
  const kind = z.object({ type: z.string() }).safeParse(error).data?.type
  if (kind === 'max-size') return tooLarge(outside)
  if (kind === 'invalid-json' && !by.stopped && !by.late)
    return later(outside, 'PagerDuty has trouble of its own: it answered with a page for a browser.')
  return brokenOff(outside, error, by)
}

/** The key of an event is checked before its content, and this is how it is told that it is none. */
function badRequest({ system }: About, said: string): string {
  const quote = said === '' ? '' : ` It says: "${said}".`
  return system === 'events'
    ? `PagerDuty does not take the event.${quote} Check PAGERDUTY_ROUTING_KEY: it is the integration key of a service (Events API v2).`
    : `PagerDuty refused the request.${quote}`
}

function asOutside({ system, now, timeoutMs, secrets }: About): Outside {
  const settings =
    system === 'events'
      ? { secret: 'PAGERDUTY_ROUTING_KEY', address: 'PAGERDUTY_EVENTS_URL' }
      : { secret: 'PAGERDUTY_API_TOKEN', address: 'PAGERDUTY_API_URL' }
  const limits = { timeoutMs, answerBytesMax: ANSWER_BYTES_MAX }
  return { name: 'PagerDuty', base: '', headers: {}, secret: secrets[0] ?? '', settings, now, ...limits }
}

function masked({ secrets }: About, text: string): string {
  return secrets.reduce((cut, secret) => cut.replaceAll(secret, '[secret]'), text)
}

const said = z.union([
  z.object({ error: z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() }) }),
  z.object({
    status: z.string().optional(),
    message: z.string().optional(),
    errors: z.array(z.string()).optional(),
  }),
])

/** REST says `{ error: { message, errors } }`, events say `{ status, message, errors }`. */
function wordsIn(data: unknown): string {
  const read = said.safeParse(data).data
  if (read === undefined) return ''
  const { message = '', errors = [] } = 'error' in read ? read.error : read
  return clip([message, ...errors].filter((text) => text !== '').join(': '), WHY_MAX)
}

/** pdjs brings headers of its own kind. */
function headersOf(theirs: unknown): Headers {
  const headers = new Headers()
  const has = z.object({ get: z.custom<(name: string) => unknown>((get) => typeof get === 'function') })
  if (!has.safeParse(theirs).success) return headers
  for (const name of ['retry-after', 'ratelimit-reset', 'x-ratelimit-reset', 'date']) {
    const value = (theirs as Headers).get(name)
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}
