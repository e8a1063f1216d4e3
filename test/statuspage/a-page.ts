import type { CommsCommand, Text } from '../../src/core/comms/comms.ts'
import { PAGE_OPEN } from '../../src/core/comms/page.ts'
import type { Asker, Effect } from '../../src/core/decider.ts'
import { incident as decider } from '../../src/core/incident/decider.ts'
import type { IncidentCommand, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Outcome, Owed, Performer } from '../../src/engine/outcome.ts'
import { openingStatusPage } from '../../src/sandbox/statuspage/records.ts'
import { StatusPage } from '../../src/sandbox/statuspage/status-page.ts'
import { statuspageAnswer } from '../../src/sandbox/statuspage/statuspage-api.ts'
import { type Statuspage, statuspage } from '../../src/statuspage/client.ts'
import { publish } from '../../src/statuspage/perform.ts'
import { restore } from '../../src/statuspage/restore.ts'
import { aPolicy } from '../core/a-policy.ts'
import { BOT, declared, NOON, type Story } from '../core/incident/story.ts'
import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { faultsIn } from './statuspage-oracle.ts'

export const KEY = 'statuspage-secret-key'
const PAGE = 'exampleshop1'
export const forever = new AbortController().signal
export const PIA: Asker = { kind: 'user', id: 'UPIA', standing: 'member', namedBy: ['@press'] }
const COMPONENTS = ['checkout', 'storefront'].map((id) => ({ id, name: id }))

/** A status page as a server on a port, and a client of ours before it. Every request is held against the description. */
export async function aPage({ timeoutMs }: { timeoutMs?: number } = {}) {
  const clock = { now: NOON }
  const page = new StatusPage({
    data: { ...openingStatusPage(NOON), incidents: [] },
    now: () => ++clock.now,
    changed: () => {},
  })
  const server: OutsideServer = await outsideServer((request) => {
    const faults = faultsIn(request)
    if (faults.length > 0) throw new Error(`${request.method} ${request.path}: ${faults.join('; ')}`)
    const { method, path, headers, body } = request
    return statuspageAnswer(
      { page, pageId: PAGE, apiKey: KEY, url: server.url },
      { method, path, authorization: headers.authorization, body: body === '' ? {} : JSON.parse(body) },
    )
  })
  const client = (changes: { apiKey?: string; pageId?: string } = {}): Statuspage =>
    statuspage(
      { apiUrl: server.url, apiKey: KEY, pageId: PAGE, ...changes },
      {
        now: () => clock.now,
        pause: async () => {},
        everyMs: 0,
        ...(timeoutMs !== undefined && { timeoutMs }),
      },
    )
  const hands = (given = client()) => ({ statuspage: given, now: () => clock.now, paces: [] })
  return {
    page,
    server,
    clock,
    client,
    publisher: (given?: Statuspage) => publish(hands(given)),
    restorer: (given?: Statuspage) => restore(hands(given)),
    /** What customers read, newest first. */
    texts: () => page.incidents().flatMap(({ updates }) => updates.map(({ body }) => body).toReversed()),
  }
}

/** A SEV2 whose messages to the public are approved by Pia. */
export function anIncident(): Story {
  const audience = (changes: object) => ({
    name: 'x',
    outside: true,
    approve: ['@press'],
    approveOwn: false,
    ...changes,
  })
  const policy = aPolicy({
    audiences: {
      public: audience({ reach: { by: 'statuspage', components: COMPONENTS } }) as never,
      staff: audience({ reach: { by: 'slack', channels: ['staff'] }, approve: 'none' }) as never,
    },
  })
  return declared('sev2', policy)
}

/** Writes it, has it approved, and gives what is owed to the status page. */
export function released(
  story: Story,
  text: Text,
  more: { corrects?: number; audiences?: string[] } = {},
): Owed {
  const { audiences = ['public'], ...others } = more
  done(story, { type: 'write-message', audiences, text, ...others })
  const number = story.state.comms.messagesWritten
  done(story, { type: 'send-message', number, revision: 1 })
  const { effects } = done(story, { type: 'approve-message', number, revision: 1 }, PIA)
  return owedBy(story, effects, 'message-released')
}

export function done(story: Story, command: IncidentCommand, by?: Asker) {
  const step = story.do(command, ...(by ? [by] : []))
  if (step.rejection) throw new Error(step.rejection.rejected)
  return step
}

/** The effect for the status page among those that a step owes, as the dispatcher would hand it over. */
export function owedBy(story: Story, effects: Effect[], type: IncidentEvent['type']): Owed {
  const effect = effects.find(({ kind }) => kind.startsWith('statuspage.'))
  const entry = story.entries.findLast(({ event }) => event.type === type)
  if (effect === undefined || entry === undefined) throw new Error('Nothing is owed to the status page')
  const { kind, lane, subject, args = {} } = effect
  const key = `${story.state.id}:${entry.seq}:0`
  return {
    ...{ key, stream: story.state.id, kind, lane, subject, args, entry, head: '' },
    newest: async () => story.state,
    ...{ state: story.state, policy: story.policy, attempts: 0, maybeSent: false },
  }
}

/** Performs it with the newest state, and puts on the timeline what came of it. */
export async function deliver(
  story: Story,
  performer: Performer,
  owed: Owed,
  signal = forever,
): Promise<Outcome> {
  const outcome = await performer.perform({ ...owed, state: story.state }, signal)
  if (outcome.outcome === 'ok' && outcome.command) done(story, outcome.command as CommsCommand, BOT)
  return outcome
}

export function isWatched(story: Story): boolean {
  return decider.labels(story.state).includes(PAGE_OPEN)
}
