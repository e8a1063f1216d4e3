import { z } from 'zod'
import type { Instant } from '../core/decider.ts'
import { baseAddress } from '../outside/address.ts'
import { ask, type Outside, type Question, type Refused } from '../outside/ask.ts'
import { readJson } from '../outside/read-json.ts'
import { words } from '../outside/refusal.ts'
import { HOLD_OFF_MS, RECENT_LOOKED_AT, REQUEST_EVERY_MS, REQUEST_WITHIN_MS } from './limits.ts'
import { createSpacing } from './spacing.ts'
import {
  components,
  type IncidentRequest,
  type PublicIncident,
  publicIncident,
  publicIncidents,
  statusPage,
} from './wire.ts'

export type StatuspageConfig = {
  apiUrl: string
  apiKey: string
  pageId: string
  /** Nobody counts requests there: the page of the embedded workspace. */
  unlimited?: true
}

/**
 * Why something was not done, as a sentence. `refused`: it never will be, as it is. `later`: surely not done, worth
 * another try. `unknown`: it may have been done. `missing`: what was asked for is not there.
 */
export type Trouble = {
  ok: false
  why: string
  trouble: 'refused' | 'later' | 'unknown' | 'missing'
  notBefore?: Instant
}
export type Result<Value> = { ok: true; value: Value } | Trouble

export type Statuspage = {
  incident(id: string, signal: AbortSignal): Promise<Result<PublicIncident>>
  unresolved(signal: AbortSignal): Promise<Result<PublicIncident[]>>
  /** The newest ones, over or not. */
  recent(signal: AbortSignal): Promise<Result<PublicIncident[]>>
  create(request: IncidentRequest, signal: AbortSignal): Promise<Result<PublicIncident>>
  change(id: string, request: IncidentRequest, signal: AbortSignal): Promise<Result<PublicIncident>>
  /** Puts another text in the place of one that was posted. */
  rewrite(id: string, update: string, body: string, signal: AbortSignal): Promise<Result<unknown>>
  page(signal: AbortSignal): Promise<Result<z.infer<typeof statusPage>>>
  components(signal: AbortSignal): Promise<Result<z.infer<typeof components>>>
}

/** One page of Statuspage, asked no more often than it allows. */
export function statuspage(
  { apiUrl, apiKey, pageId }: StatuspageConfig,
  parts: {
    now: () => Instant
    pause(ms: number): Promise<void>
    timeoutMs?: number
    /** 0 where nobody counts. */
    everyMs?: number
  },
): Statuspage {
  const { now } = parts
  const outside: Outside = {
    name: 'Statuspage',
    base: withoutVersion(baseAddress(apiUrl)),
    headers: { authorization: `OAuth ${apiKey}` },
    secret: apiKey,
    settings: { secret: 'STATUSPAGE_API_KEY', address: 'STATUSPAGE_API_URL' },
    now,
    timeoutMs: parts.timeoutMs ?? REQUEST_WITHIN_MS,
  }
  const turn = createSpacing(parts, parts.everyMs ?? REQUEST_EVERY_MS)
  const root = `/v1/pages/${encodeURIComponent(pageId)}`
  const noPage = `Statuspage has no page "${pageId}" for this key: correct STATUSPAGE_PAGE_ID.`
  const incidents = `${root}/incidents`
  const at = (id: string) => `${incidents}/${encodeURIComponent(id)}`

  async function asked<S extends z.ZodType>(
    schema: S,
    question: Omit<Question, 'missing' | 'body'> & { body?: object; missing?: string },
  ): Promise<Result<z.infer<S>>> {
    await turn()
    const { body, missing = noPage } = question
    const answer = await ask(outside, {
      ...question,
      missing,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    } as Question)
    if (!answer.ok) return troubleOf(outside, answer)
    const read = readJson(outside, schema, answer.text)
    // It was taken, whatever the answer says: looking tells.
    return read.ok ? read : { ok: false, why: read.why, trouble: 'unknown' }
  }

  const gone = (id: string) => `Statuspage has no incident "${id}" on this page any more.`
  return {
    incident: (id, signal) =>
      asked(publicIncident, { method: 'GET', path: at(id), signal, missing: gone(id) }),
    unresolved: (signal) =>
      asked(publicIncidents, { method: 'GET', path: `${incidents}/unresolved`, signal }),
    recent: (signal) =>
      asked(publicIncidents, { method: 'GET', path: `${incidents}?limit=${RECENT_LOOKED_AT}`, signal }),
    create: (incident, signal) =>
      asked(publicIncident, { method: 'POST', path: incidents, body: { incident }, signal }),
    change: (id, incident, signal) =>
      asked(publicIncident, {
        method: 'PATCH',
        path: at(id),
        body: { incident },
        signal,
        missing: gone(id),
      }),
    rewrite: (id, update, body, signal) =>
      asked(z.unknown(), {
        method: 'PATCH',
        path: `${at(id)}/incident_updates/${encodeURIComponent(update)}`,
        body: { incident_update: { body, deliver_notifications: false } },
        signal,
        missing: gone(id),
      }),
    page: (signal) => asked(statusPage, { method: 'GET', path: root, signal }),
    components: (signal) => asked(components, { method: 'GET', path: `${root}/components`, signal }),
  }

  function troubleOf(about: Outside, { status, text, failure }: Refused): Trouble {
    const { why, notBefore } = failure
    if (status === 404) return { ok: false, why, trouble: 'missing' }
    if (status === 400 || status === 422) {
      const said = words(about, text)
      const quote = said === '' ? '' : ` It says: "${said}".`
      const sentence = `Statuspage refused it (HTTP ${status}).${quote} Write a new message that it takes, or correct the components in the policy.`
      return { ok: false, why: sentence, trouble: 'refused' }
    }
    if (failure.again === 'never') return { ok: false, why, trouble: 'refused' }
    if (status === 420 || status === 429)
      return { ok: false, why, trouble: 'later', notBefore: notBefore ?? now() + HOLD_OFF_MS }
    return { ok: false, why, trouble: 'unknown', ...(notBefore !== undefined && { notBefore }) }
  }
}

/** The address may be given with the version that it always has. */
function withoutVersion(base: string): string {
  return base.replace(/\/v1$/, '')
}
