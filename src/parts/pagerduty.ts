import { notConnected } from '../comms/deliver.ts'
import type { Config } from '../config/config.ts'
import type { Alert, AlertCommand } from '../core/alert/alert.ts'
import { alert } from '../core/alert/decider.ts'
import type { AlertIntake } from '../core/alert/intake.ts'
import type { Entry, Instant } from '../core/decider.ts'
import { incident } from '../core/incident/decider.ts'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import type { Run } from '../core/ladder/climber.ts'
import type { Shifts } from '../core/on-call/shift.ts'
import { pagerdutyLabel } from '../core/pagerduty/pages.ts'
import { PAGERDUTY_EFFECTS } from '../core/pagerduty/react.ts'
import type { Policy } from '../core/policy.ts'
import { KEY_FACT } from '../engine/chain-key.ts'
import type { Clock } from '../engine/clock.ts'
import type { Owed, Performers } from '../engine/outcome.ts'
import type { Log } from '../log.ts'
import type { WebhookCounts } from '../outside/webhook-counts.ts'
import { createPagerduty, type PageContent, type Pagerduty } from '../pagerduty/client.ts'
import { alertPage, incidentPage, noteText } from '../pagerduty/content.ts'
import { signalOf } from '../pagerduty/foreign.ts'
import { type Hearing, hear, hearDone } from '../pagerduty/hear.ts'
import { createKeys } from '../pagerduty/keys.ts'
import { LINK_BUDGET_MS, MATCH_BUDGET_MS } from '../pagerduty/limits.ts'
import { createMatching } from '../pagerduty/matching.ts'
import { createOnCall } from '../pagerduty/on-call.ts'
import { createSamePeople } from '../pagerduty/people.ts'
import { createPagerdutyPerformers } from '../pagerduty/perform.ts'
import { createRungs, createShifts } from '../pagerduty/rungs.ts'
import { soon } from '../pagerduty/soon.ts'
import { pagerdutyWebhook } from '../pagerduty/webhook.ts'
import type { Directory } from '../slack/directory.ts'
import type { PagerdutyRungs } from '../slack/perform/hands.ts'
import type { OpenEngine } from './open-engine.ts'
import type { Part } from './part.ts'

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
  /** Where incidents of other services go. */
  intake: AlertIntake
  counts: WebhookCounts
  directory: () => Directory
}): Promise<PagerdutyPart> {
  const { open, policy, clock, log, directory } = parts
  const config = parts.config.pagerduty
  if (config === undefined) return { performers: withoutPagerduty() }
  const pagerduty = createPagerduty(config, { now: clock.now })
  const fingerprint = (await open.store.fact(KEY_FACT)) ?? ''
  const keys = createKeys(fingerprint.slice(0, INSTALLATION_DIGITS))
  const same = createSamePeople({
    people: policy.people,
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
  const hearing = (via: 'webhook' | 'recovery') =>
    createHearing({
      open,
      keys,
      match: matching.match,
      keyOf: pagerduty.keyOf,
      intake: parts.intake,
      via,
      clock,
      log,
    })
  const [byWebhook, byAsking] = [hearing('webhook'), hearing('recovery')]
  const performers = createPagerdutyPerformers({
    pagerduty,
    keys,
    requester: config.from === undefined ? undefined : matching.requester,
    content: (owed, about) => contentOf(owed, about, { directory: directory(), now: clock.now() }),
    keepRateLimits: parts.config.keepRateLimits ?? true,
    canAsk: asked.canAsk,
    learn: (about, done) => hearDone(about, done, byAsking),
    note: (owed) => noteOf(owed, directory()),
    now: clock.now,
    log,
  })
  if (config.webhookSecrets.length === 0)
    log.warn('What people do in PagerDuty is not heard here: PAGERDUTY_WEBHOOK_SECRET is not set')
  return {
    performers,
    routes: {
      'POST /hooks/pagerduty': pagerdutyWebhook({
        secrets: config.webhookSecrets,
        hear: (event) => hear(event, byWebhook),
        counts: parts.counts,
        log,
      }),
    },
    rungs: createRungs({ ...asked, pages: config.routingKey !== undefined }),
    shifts: createShifts({ ...asked, pagerduty, policy }),
  }
}

/** What was owed before PagerDuty was taken away is given up with a sentence. */
function withoutPagerduty(): Performers {
  const kinds = [...PAGERDUTY_EFFECTS, 'pagerduty.set-status']
  return Object.fromEntries(kinds.map((kind) => [kind, notConnected(NO_PAGERDUTY)]))
}

async function contentOf(
  owed: Owed,
  { run, step }: { run: Run; step: number },
  { directory, now }: { directory: Directory; now: Instant },
): Promise<PageContent> {
  const about = { run, step, now }
  const state = owed.state as Alert | Incident
  const [page, message] =
    'members' in state
      ? [alertPage(state, about), state.line]
      : [incidentPage(state, { ...about, policy: owed.policy as Policy }), state.card]
  // A page must not wait for Slack when Slack is what is down.
  const href = message && (await soon(directory.permalink(message), LINK_BUDGET_MS, () => undefined))
  return href === undefined ? page : { ...page, link: { href, text: `${state.id} in Slack` } }
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
  keyOf: Pagerduty['keyOf']
  intake: AlertIntake
  via: 'webhook' | 'recovery'
  clock: Clock
  log: Log
}): Hearing {
  const { open, keys, match, keyOf, intake, via, clock, log } = parts
  const incidents = open.engine.streams(incident)
  const alerts = open.engine.streams(alert)
  const isAlert = (stream: string) => stream.startsWith(`${alert.prefix}-`)
  const bot = (key: string) => ({ actor: { kind: 'bot' }, via, key }) as const
  return {
    keys,
    match,
    now: clock.now,
    load: (stream) => (isAlert(stream) ? alerts.load(stream) : incidents.load(stream)),
    async findByIncident(id) {
      const label = pagerdutyLabel(id)
      const [found] = [...(await incidents.find(label, 1)), ...(await alerts.find(label, 1))]
      return found?.id
    },
    async keyOf(id) {
      const answer = await keyOf(id, AbortSignal.timeout(MATCH_BUDGET_MS))
      if (!answer.ok && answer.again === 'later') throw new Error(answer.why)
      return answer.ok ? answer.value : undefined
    },
    async asPerson(stream, command, person, key) {
      const request = { actor: { kind: 'user', ...person }, via, key } as const
      const handled = isAlert(stream)
        ? await alerts.handle(stream, command as AlertCommand, request)
        : await incidents.handle(stream, command, request)
      return handled.result === 'rejected' ? { rejected: handled.rejection } : {}
    },
    async asBot(stream, command, key) {
      const handled = await (isAlert(stream) ? alerts : incidents).handle(stream, command, bot(key))
      if (handled.result === 'rejected')
        log.warn({ stream, code: handled.rejection.code }, 'what PagerDuty told was not recorded')
    },
    async foreign(event, key) {
      const signal = signalOf(event)
      await intake.take([signal])
      const { what, by } = event
      if (what !== 'acknowledged' || by === undefined) return
      const { source, group, ...rest } = signal
      const line = await intake.find(source, { ...rest, ...(group && { group: group.key }) })
      if (line === undefined) return
      const user = by.person === undefined ? {} : { by: by.person.id }
      await alerts.handle(
        line.id,
        { type: 'record-acknowledged', name: by.name, ...user },
        bot(`${key}:${line.id}`),
      )
    },
  }
}
