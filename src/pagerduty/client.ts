import type { z } from 'zod'
import type { Instant } from '../core/decider.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { clip, line } from '../core/text.ts'
import { type Calls, createCalls, type PagerdutyConfig, type RestQuestion } from './call.ts'
import { DEDUP_KEY_MAX, NOTE_MAX, PAGE_SIZE, PAGES_MAX, SUMMARY_MAX } from './limits.ts'
import type { Refused } from './refusal.ts'
import * as wire from './wire.ts'

/** What somebody who is paged gets to see. `severity` in PagerDuty's words; `link`: where people talk about it. */
export type PageContent = {
  summary: string
  source: string
  severity: 'critical' | 'error' | 'warning' | 'info'
  at: Instant
  class?: string
  details: Record<string, string | number>
  link?: { href: string; text: string }
}

/** Events of one `key` are about one alert: a repeated trigger opens nothing new as long as that is open. */
export type PageEvent =
  | { action: 'trigger'; key: string; page: PageContent }
  | { action: 'acknowledge' | 'resolve'; key: string }

/** A schedule or an escalation policy, by PagerDuty's id. */
export type OnCallOf = { kind: 'schedule' | 'policy'; id: string }

export type PagerdutyPerson = { id: string; name: string; email: string }

type Answer<T> = { ok: true; value: T } | Refused

/** What can be asked of PagerDuty. Nothing throws for what the outside world does. */
export type Pagerduty = {
  /** 202: PagerDuty has it. Repeating the same event is safe. */
  enqueue(event: PageEvent, signal: AbortSignal): Promise<Answer<undefined>>
  /** Entries that overlap the time from `from` until `to`, of each person and level the earliest. */
  onCalls(
    of: OnCallOf,
    span: { from: Instant; to: Instant },
    signal: AbortSignal,
  ): Promise<Answer<wire.Oncall[]>>
  /** The newest incident with this key; undefined when there is none (yet). */
  findIncident(key: string, signal: AbortSignal): Promise<Answer<wire.WireIncident | undefined>>
  /** The key of an incident; undefined when it has none, or is not there. */
  keyOf(id: string, signal: AbortSignal): Promise<Answer<string | undefined>>
  setStatus(id: string, status: 'acknowledged' | 'resolved', signal: AbortSignal): Promise<Answer<undefined>>
  addNote(id: string, text: string, signal: AbortSignal): Promise<Answer<undefined>>
  /** Texts of its notes. */
  notes(id: string, signal: AbortSignal): Promise<Answer<string[]>>
  /** Asks people to join; 402 or 403 where the account does not offer that. */
  requestResponders(
    id: string,
    request: { requester: string; users: string[]; message: string },
    signal: AbortSignal,
  ): Promise<Answer<undefined>>
  people(signal: AbortSignal, named?: string): Promise<Answer<PagerdutyPerson[]>>
  /** Its name in PagerDuty. */
  nameOf(of: OnCallOf, signal: AbortSignal): Promise<Answer<string>>
}

const CLIENT = 'Tocsin'
const NOT_FOUND = 404

export function createPagerduty(
  config: PagerdutyConfig,
  means: { now: () => Instant; timeoutMs?: number },
): Pagerduty {
  const calls = createCalls(config, means)
  const { routingKey } = config

  async function read<S extends z.ZodType>(schema: S, question: RestQuestion): Promise<Answer<z.infer<S>>> {
    if (config.apiToken === undefined)
      return never('PagerDuty cannot be asked: set PAGERDUTY_API_TOKEN and start again.')
    return parsed(schema, await calls.rest(question))
  }

  async function done<S extends z.ZodType>(schema: S, question: RestQuestion): Promise<Answer<undefined>> {
    if (config.from === undefined)
      return never(
        'PagerDuty’s incidents cannot be changed: set PAGERDUTY_FROM to the e-mail of a user there.',
      )
    const answer = await read(schema, question)
    return answer.ok ? { ok: true, value: undefined } : answer
  }

  /** All pages of a list; what is beyond the last page that is read is left out. */
  async function all<T>(
    question: Omit<RestQuestion, 'method'>,
    list: (
      answer: Extract<Awaited<ReturnType<Calls['rest']>>, { ok: true }>,
    ) => Answer<{ more: boolean; items: T[] }>,
  ): Promise<Answer<T[]>> {
    if (config.apiToken === undefined)
      return never('PagerDuty cannot be asked: set PAGERDUTY_API_TOKEN and start again.')
    const items: T[] = []
    for (let offset = 0; offset < PAGES_MAX * PAGE_SIZE; offset += PAGE_SIZE) {
      const query = { ...question.query, limit: `${PAGE_SIZE}`, offset: `${offset}` }
      const answer = await calls.rest({ ...question, method: 'GET', query })
      if (!answer.ok) return answer
      const page = list(answer)
      if (!page.ok) return page
      items.push(...page.value.items)
      if (!page.value.more) break
    }
    return { ok: true, value: items }
  }

  return {
    async enqueue(event, signal) {
      if (routingKey === undefined)
        return never('Nobody can be paged through PagerDuty: set PAGERDUTY_ROUTING_KEY and start again.')
      const answer = parsed(wire.enqueued, await calls.enqueue(eventBody(routingKey, event), signal))
      return answer.ok ? { ok: true, value: undefined } : answer
    },

    onCalls: (of, { from, to }, signal) =>
      all(
        {
          path: 'oncalls',
          query: {
            [of.kind === 'schedule' ? 'schedule_ids[]' : 'escalation_policy_ids[]']: [of.id],
            'include[]': ['users'],
            earliest: 'true',
            since: iso(from),
            until: iso(to),
          },
          missing: MISSING,
          signal,
        },
        (answer) => pageOf(parsed(wire.oncalls, answer), ({ oncalls }) => oncalls),
      ),

    async findIncident(key, signal) {
      const answer = await read(wire.incidents, {
        method: 'GET',
        path: 'incidents',
        query: { incident_key: dedupKey(key), date_range: 'all', sort_by: ['created_at:desc'], limit: '1' },
        missing: MISSING,
        signal,
      })
      return answer.ok ? { ok: true, value: answer.value.incidents[0] } : answer
    },

    async keyOf(id, signal) {
      const answer = await read(wire.keyOfIncident, {
        method: 'GET',
        path: `incidents/${encodeURIComponent(id)}`,
        missing: `PagerDuty has no incident ${id} any more.`,
        signal,
      })
      if (!answer.ok) return answer.status === NOT_FOUND ? { ok: true, value: undefined } : answer
      return { ok: true, value: answer.value.incident.incident_key ?? undefined }
    },

    setStatus: (id, status, signal) =>
      done(wire.oneIncident, {
        method: 'PUT',
        path: `incidents/${encodeURIComponent(id)}`,
        body: { incident: { type: 'incident_reference', status } },
        missing: `PagerDuty has no incident ${id} any more.`,
        signal,
      }),

    addNote: (id, text, signal) =>
      done(wire.oneNote, {
        method: 'POST',
        path: `incidents/${encodeURIComponent(id)}/notes`,
        body: { note: { content: clip(text, NOTE_MAX) } },
        missing: `PagerDuty has no incident ${id} any more.`,
        signal,
      }),

    async notes(id, signal) {
      const answer = await read(wire.notes, {
        method: 'GET',
        path: `incidents/${encodeURIComponent(id)}/notes`,
        missing: `PagerDuty has no incident ${id} any more.`,
        signal,
      })
      return answer.ok ? { ok: true, value: answer.value.notes.map(({ content }) => content) } : answer
    },

    requestResponders: (id, { requester, users, message }, signal) =>
      done(wire.oneResponderRequest, {
        method: 'POST',
        path: `incidents/${encodeURIComponent(id)}/responder_requests`,
        body: {
          requester_id: requester,
          message: clip(line(message), SUMMARY_MAX),
          responder_request_targets: users.map((user) => ({
            responder_request_target: { id: user, type: 'user_reference' },
          })),
        },
        missing: `PagerDuty has no incident ${id} any more.`,
        signal,
      }),

    people: (signal, named) =>
      all({ path: 'users', ...(named && { query: { query: named } }), missing: MISSING, signal }, (answer) =>
        pageOf(parsed(wire.users, answer), ({ users }) => users),
      ),

    async nameOf({ kind, id }, signal) {
      const ask = { method: 'GET', signal } as const
      const place = encodeURIComponent(id)
      if (kind === 'schedule') {
        const missing = `PagerDuty has no schedule ${id} that this token may see: correct the rung in the policy.`
        const answer = await read(wire.oneSchedule, { ...ask, path: `schedules/${place}`, missing })
        return answer.ok ? { ok: true, value: answer.value.schedule.name } : answer
      }
      const missing = `PagerDuty has no escalation policy ${id} that this token may see: correct the rung in the policy.`
      const path = `escalation_policies/${place}`
      const answer = await read(wire.oneEscalationPolicy, { ...ask, path, missing })
      return answer.ok ? { ok: true, value: answer.value.escalation_policy.name } : answer
    },
  }
}

/** The body of an event, with every text cut to what PagerDuty takes. */
export function eventBody(routingKey: string, event: PageEvent): Parameters<Calls['enqueue']>[0] {
  const addressed = { routing_key: routingKey, dedup_key: dedupKey(event.key) }
  if (event.action !== 'trigger') {
    // pdjs's types ask for a payload that PagerDuty takes with triggers only.
    return { ...addressed, event_action: event.action } as Parameters<Calls['enqueue']>[0]
  }
  const { summary, source, severity, at, details, link, class: about } = event.page
  return {
    ...addressed,
    event_action: 'trigger',
    client: CLIENT,
    ...(link && { client_url: link.href, links: [link] }),
    payload: {
      summary: clip(line(summary), SUMMARY_MAX),
      source,
      severity,
      timestamp: iso(at),
      ...(about !== undefined && { class: about }),
      custom_details: details,
    },
  }
}

/** Keys of the bot's own are short; one that is not is cut, which still gives the same key every time. */
function dedupKey(key: string): string {
  return key.slice(0, DEDUP_KEY_MAX)
}

function pageOf<P extends { more?: boolean | null | undefined }, T>(
  answer: Answer<P>,
  items: (page: P) => T[],
): Answer<{ more: boolean; items: T[] }> {
  return answer.ok
    ? { ok: true, value: { more: answer.value.more === true, items: items(answer.value) } }
    : answer
}

function parsed<S extends z.ZodType>(
  schema: S,
  answer: { ok: true; data: unknown } | Refused,
): Answer<z.infer<S>> {
  if (!answer.ok) return answer
  const read = schema.safeParse(answer.data)
  if (read.success) return { ok: true, value: read.data }
  const where = read.error.issues[0]?.path.join('.') ?? ''
  const what = where === '' ? 'another shape' : `\`${where}\` is not as expected`
  return {
    ok: false,
    why: `PagerDuty answered with something else than it should (${what}).`,
    again: 'later',
  }
}

function never(why: string): ProviderFailure {
  return { ok: false, why, again: 'never' }
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}

const MISSING = 'PagerDuty does not answer at this address: correct PAGERDUTY_API_URL.'
