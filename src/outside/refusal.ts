import { WHY_MAX } from '../core/limits.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { clip, line } from '../core/text.ts'
import type { Outside } from './ask.ts'
import { ANSWER_BYTES_MAX, ASK_TIMEOUT_MS, SAID_MAX } from './limits.ts'
import { askAgainAt } from './wait.ts'

const TIMEOUT = 408
const TOO_EARLY = 425
/** 420 is what some answered before there was 429. */
const TOO_MANY: readonly number[] = [420, 429]
const CONFLICT = 409

type Reply = { status: number; headers: Headers; text: string; missing: string }

/** What an answer of 400 and above means, as a sentence for people that says what to do. */
export function refused(outside: Outside, { status, headers, text, missing }: Reply): ProviderFailure {
  const { name, settings } = outside
  const said = words(outside, text)
  const quote = said === '' ? '' : ` It says: "${said}".`
  if (status === 401) return never(outside, `${name} does not accept the secret: check ${settings.secret}.`)
  if (status === 403)
    return never(
      outside,
      `${name} does not let us do that.${quote} Give the owner of ${settings.secret} the right to it.`,
    )
  if (status === 404) return never(outside, missing)
  if (status === CONFLICT) {
    const why = `${name} refused the change because of another one.${quote}`
    return later(outside, why, askAgainAt(headers, outside.now()))
  }
  if (TOO_MANY.includes(status))
    return later(outside, `${name} asks for fewer requests.`, askAgainAt(headers, outside.now()))
  if (status >= 500 || status === TIMEOUT || status === TOO_EARLY) {
    const why = `${name} has trouble of its own (HTTP ${status}).${quote}`
    return later(outside, why, askAgainAt(headers, outside.now()))
  }
  return never(
    outside,
    `${name} refused the request (HTTP ${status}).${quote} Correct the switch in the policy or ${settings.address}.`,
  )
}

export function redirected(outside: Outside, status: number): ProviderFailure {
  const why = `${outside.name} sends requests elsewhere (HTTP ${status}), which are not followed: correct ${outside.settings.address}.`
  return never(outside, why)
}

export function tooLarge(outside: Outside): ProviderFailure {
  const bytes = outside.answerBytesMax ?? ANSWER_BYTES_MAX
  return later(outside, `${outside.name} answered with more than ${bytes} bytes, which was not read.`)
}

/** The answer came, and is not what its kind of answer looks like. */
export function notUnderstood(outside: Outside, what: string): ProviderFailure {
  return later(
    outside,
    `${outside.name} answered with something else than it should (${what}): check ${outside.settings.address}.`,
  )
}

export function brokenOff(
  outside: Outside,
  error: unknown,
  by: { stopped: boolean; late: boolean },
): ProviderFailure {
  const { name, settings } = outside
  if (by.stopped) return later(outside, `The request to ${name} was stopped before an answer came.`)
  if (by.late) {
    const seconds = (outside.timeoutMs ?? ASK_TIMEOUT_MS) / 1_000
    return later(outside, `${name} did not answer within ${seconds} s.`)
  }
  const code = codeOf(error)
  if (CERTIFICATE.test(code))
    return never(
      outside,
      `${name}'s certificate is not trusted (${code}): name its authority in NODE_EXTRA_CA_CERTS, or correct ${settings.address}.`,
    )
  return later(outside, `${name} cannot be reached${code === '' ? '' : ` (${code})`}.`)
}

/** Codes with which Node refuses a certificate. */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_|UNABLE_TO_(?:GET_ISSUER|VERIFY))|HOSTNAME_MISMATCH/

/** Only the code: messages of failed requests may hold headers. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return ''
}

/** What the other side says about it in its JSON, on one line; nothing of a page that was meant for a browser. */
export function words(outside: Outside, text: string): string {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return ''
  }
  const message =
    typeof said === 'object' && said !== null
      ? ['message', 'error', 'details']
          .map((key) => textIn((said as Record<string, unknown>)[key]))
          .find(isText)
      : undefined
  return clip(line(masked(outside, message ?? '')), SAID_MAX).replace(/[.\s]+$/, '')
}

/** Some say several things at once. */
function textIn(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 && value.every(isText) ? value.join('; ') : value
}

const isText = (value: unknown): value is string => typeof value === 'string'

function masked({ secret }: Outside, text: string): string {
  return secret === '' ? text : text.replaceAll(secret, '[secret]')
}

export function never(outside: Outside, why: string): ProviderFailure {
  return { ok: false, why: clip(masked(outside, why), WHY_MAX), again: 'never' }
}

export function later(outside: Outside, why: string, notBefore?: number): ProviderFailure {
  const at = notBefore === undefined ? {} : { notBefore }
  return { ok: false, why: clip(masked(outside, why), WHY_MAX), again: 'later', ...at }
}
