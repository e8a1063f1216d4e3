import { notConnected } from './comms/deliver.ts'
import type { Config } from './config.ts'
import type { Entry } from './core/decider.ts'
import { incident } from './core/incident/decider.ts'
import type { Incident, IncidentEvent } from './core/incident/incident.ts'
import type { Shifts } from './core/on-call/shift.ts'
import { pagerdutyLabel } from './core/pagerduty/pages.ts'
import { PAGERDUTY_EFFECTS } from './core/pagerduty/react.ts'
import type { Policy } from './core/policy.ts'
import { KEY_FACT } from './engine/chain-key.ts'
import type { Clock } from './engine/clock.ts'
import type { Owed, Performers } from './engine/outcome.ts'
import type { Log } from './log.ts'
import type { OpenEngine } from './open-engine.ts'
import { createPagerduty } from './pagerduty/client.ts'
import { incidentPage, noteText } from './pagerduty/content.ts'
import { type Hearing, hear } from './pagerduty/hear.ts'
import { createKeys } from './pagerduty/keys.ts'
import { createMatching } from './pagerduty/matching.ts'
import { createOnCall } from './pagerduty/on-call.ts'
import { createSamePeople } from './pagerduty/people.ts'
import { createPagerdutyPerformers } from './pagerduty/perform.ts'
import { createRungs, createShifts } from './pagerduty/rungs.ts'
import { pagerdutyWebhook } from './pagerduty/webhook.ts'
import type { Part } from './part.ts'
import type { Directory } from './slack/directory.ts'
import type { PagerdutyRungs } from './slack/perform/hands.ts'

export type PagerdutyPart = Part & { rungs?: PagerdutyRungs; shifts?: Shifts }

const NO_PAGERDUTY = 'PagerDuty is not connected: set PAGERDUTY_ROUTING_KEY and start again'
const INSTALLATION_DIGITS = 8

/** PagerDuty: who is on call there, pages out, and what is done there done here. */
export async function createPagerdutyPart(parts: {
  open: OpenEngine
  config: Partial<Pick<Config, 'pagerduty' | 'keepRateLimits'>>
  policy: Policy
  clock: Clock
  log: Log
  directory: () => Directory
}): Promise<PagerdutyPart> {
  const { open, policy, clock, log, directory } = parts
  const config = parts.config.pagerduty
  if (config === undefined) return { performers: withoutPagerduty() }
  const pagerduty = createPagerduty(config, { now: clock.now })
  const fingerprint = (await open.store.fact(KEY_FACT)) ?? ''
  const keys = createKeys(fingerprint.slice(0, INSTALLATION_DIGITS))
  const same = createSamePeople({
    people: {},
    slackId: (reference) => directory().slackId(reference),
    emailOf: (user) => directory().emailOf(user),
  })
  const matching = createMatching({
    pagerduty,
    same,
    person: (user) => directory().person(user),
    from: config.from,
    canAsk: config.apiToken !== undefined,
    now: clock.now,
    log,
  })
  const onCall = createOnCall({ pagerduty, shelf: onCallShelf(open), now: clock.now })
  const asked = { onCall, same, canAsk: config.apiToken !== undefined, log }
  const performers = createPagerdutyPerformers({
    pagerduty,
    keys,
    requester: config.from === undefined ? undefined : matching.requester,
    content: async (owed, { run, step }) => {
      const state = owed.state as Incident
      const href = state.card && (await directory().permalink(state.card))
      const page = incidentPage(state, { run, step, policy: owed.policy as Policy, now: clock.now() })
      return href === undefined ? page : { ...page, link: { href, text: `${state.id} in Slack` } }
    },
    note: (owed) => noteOf(owed, directory()),
    now: clock.now,
    log,
  })
  if (config.webhookSecrets.length === 0)
    log.warn('What people do in PagerDuty is not heard here: PAGERDUTY_WEBHOOK_SECRET is not set')
  const hearing = createHearing({ open, keys, match: matching.match, clock, log })
  return {
    performers,
    routes: {
      'POST /hooks/pagerduty': pagerdutyWebhook({
        secrets: config.webhookSecrets,
        hear: (event) => hear(event, hearing),
        log,
      }),
    },
    rungs: createRungs({ ...asked, pages: config.routingKey !== undefined }),
    shifts: createShifts({ ...asked, pagerduty, policy }),
  }
}

/** What was owed before PagerDuty was taken away is given up with a sentence. */
function withoutPagerduty(): Performers {
  return Object.fromEntries(PAGERDUTY_EFFECTS.map((kind) => [kind, notConnected(NO_PAGERDUTY)]))
}

async function noteOf(owed: Owed, { names }: Directory): Promise<string | undefined> {
  const policy = owed.policy as Policy
  if (policy.pagerduty?.notes === false) return undefined
  const entry = owed.entry as Entry<IncidentEvent>
  const users = entry.actor.kind === 'user' ? [entry.actor.id] : []
  const known = await names(users)
  return noteText(owed.stream, entry, {
    user: (id) => known.get(id) ?? id,
    role: (key) => policy.roles[key]?.name ?? key,
  })
}

/** The last answers about who is on call, kept where the bot keeps its few facts. */
function onCallShelf({ store }: OpenEngine): Parameters<typeof createOnCall>[0]['shelf'] {
  const name = (place: string) => `on-call:${place}`
  return {
    async last(place) {
      const kept = await store.fact(name(place))
      return kept === undefined ? undefined : JSON.parse(kept)
    },
    keep: (place, entries, at) => store.setFact(name(place), JSON.stringify({ entries, at })),
  }
}

function createHearing(parts: {
  open: OpenEngine
  keys: ReturnType<typeof createKeys>
  match: Hearing['match']
  clock: Clock
  log: Log
}): Hearing {
  const { open, keys, match, clock, log } = parts
  const incidents = open.engine.streams(incident)
  return {
    keys,
    match,
    now: clock.now,
    load: (stream) => incidents.load(stream),
    async findByIncident(id) {
      const [found] = await incidents.find(pagerdutyLabel(id), 1)
      return found?.id
    },
    async asPerson(stream, command, person, key) {
      const request = { actor: { kind: 'user', ...person }, via: 'webhook', key } as const
      const handled = await incidents.handle(stream, command, request)
      return handled.result === 'rejected' ? { rejected: handled.rejection } : {}
    },
    async asBot(stream, command, key) {
      const handled = await incidents.handle(stream, command, { actor: { kind: 'bot' }, via: 'webhook', key })
      if (handled.result === 'rejected')
        log.warn({ stream, code: handled.rejection.code }, 'what PagerDuty told was not recorded')
    },
    async foreign({ incident: { id } }) {
      log.info({ incident: id }, 'an incident of PagerDuty is not one of ours')
    },
  }
}
