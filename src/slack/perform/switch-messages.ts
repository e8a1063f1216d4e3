import type { Entry } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { whoMay } from '../../core/switch/authority.ts'
import type { SwitchMessage } from '../../core/switch/effects.ts'
import { nextOf, saysNext } from '../../core/switch/stages.ts'
import { askNumbered } from '../../core/switch/standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from '../../core/switch/switch.ts'
import type { Outcome, Owed, Performers } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { slackCode } from '../failure.ts'
import { directPaces, paceOf, postPaces } from '../paces.ts'
import { askMessage } from '../views/switch-ask.ts'
import { alarmOf, directOf, nextStepMessage, roomStory } from '../views/switch-story.ts'
import { DONE, type Hands, noRoom } from './hands.ts'
import { performersFor, type Work } from './performer.ts'
import { postOnce } from './post.ts'
import { membersBehind, tellAll } from './switch-people.ts'

/** What is owed by a switch. */
type SwitchOwed = Omit<Owed, 'state' | 'entry' | 'policy'> & {
  state: Switch
  entry: Entry<SwitchEvent>
  policy: Policy
}

export type SwitchHands = Hands & {
  incident(id: string): Promise<Incident | undefined>
  allSwitches(): Promise<Switch[]>
}

const WORK: Record<SwitchMessage, Work<SwitchOwed, SwitchHands>> = {
  'slack.switch-say': { perform: say, paces: postPaces },
  'slack.switch-direct': { perform: direct, paces: directPaces },
  'slack.switch-alarm': { perform: alarm, paces: directPaces },
  'slack.switch-ask': { perform: ask, paces: directPaces },
  'slack.switch-sync-ask': { perform: syncAsk, paces: () => [paceOf('chat.update')] },
  'slack.switch-next': { perform: sayNext, paces: postPaces },
}

/** What is said about kill switches outside of an incident, or to single people. */
export function createSwitchMessages(hands: SwitchHands): Performers {
  return performersFor(WORK, hands)
}

function say(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  return inRoom(owed, roomStory(owed.entry, owed.state, owed.policy), hands)
}

async function direct(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  const message = directOf(owed.entry, owed.state, owed.policy)
  const { failed } = await tellAll(owed, [String(owed.args.user)], message, hands, hands.now())
  return failed ?? DONE
}

/** Nobody whom it reaches is as bad as the trouble itself: then it is said in the room. */
async function alarm(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  const { policy, state } = owed
  const references = policy.switchTrouble.tell.flatMap((rung) => policy.rungs[rung]?.page ?? [])
  const incident = state.incident === undefined ? undefined : await hands.incident(state.incident)
  const users = await membersBehind(references, incident, hands)
  const { copies, failed } = await tellAll(
    owed,
    users,
    alarmOf(owed.entry, state, policy),
    hands,
    hands.now(),
  )
  if (failed !== undefined) return failed
  return copies.length > 0 ? DONE : { outcome: 'give-up', why: 'none of the managers could be reached' }
}

/** Everybody who may, except who asks. When the policy says "members", the incident is told, and that has to do. */
async function ask(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  const asked = askNumbered(owed.state, Number(owed.args.ask))
  if (asked === undefined || asked.end !== undefined) return DONE
  const who = whoMay(asked.act, owed.state.terms)
  const incident = asked.incident === undefined ? undefined : await hands.incident(asked.incident)
  const users = who === 'members' ? [] : await membersBehind(who, incident, hands)
  const others = users.filter((user) => user !== asked.by)
  const message = askMessage(owed.state, asked, owed.policy, incident)
  const { copies, failed } = await tellAll(owed, others, message, hands, hands.now())
  if (failed !== undefined) return failed
  if (copies.length === 0 && who !== 'members')
    return { outcome: 'give-up', why: 'nobody else who may could be reached' }
  return answered({ type: 'record-asked', ask: asked.ask, copies })
}

function answered(command: SwitchCommand): Outcome {
  return { outcome: 'ok', command }
}

const COPY_GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
])

async function syncAsk(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  const asked = askNumbered(owed.state, Number(owed.args.ask))
  if (asked === undefined) return DONE
  const incident = asked.incident === undefined ? undefined : await hands.incident(asked.incident)
  const message = askMessage(owed.state, asked, owed.policy, incident)
  for (const { channel, ts } of asked.copies) {
    try {
      await hands.slack.chat.update({ channel, ts, ...message })
    } catch (error) {
      if (!COPY_GONE.has(slackCode(error) ?? '')) throw error
    }
  }
  return DONE
}

/** Said once for a step, by its last switch, where it was pulled for; not when things have moved on. */
async function sayNext(owed: SwitchOwed, hands: SwitchHands): Promise<Outcome> {
  const { entry, state, policy } = owed
  if (entry.event.type !== 'watched') return DONE
  const all = await hands.allSwitches()
  if (!saysNext(state, all, policy)) return DONE
  const message = nextStepMessage(state, nextOf(state, all, policy), entry.event, policy)
  const incident = state.incident === undefined ? undefined : await hands.incident(state.incident)
  if (incident?.card === undefined) return inRoom(owed, message, hands)
  const { channel, ts } = incident.card
  await postOnce(owed, { channel, threadTs: ts, broadcast: true }, message, hands)
  return DONE
}

async function inRoom(owed: SwitchOwed, message: Message, hands: SwitchHands): Promise<Outcome> {
  const name = owed.policy.channels.room
  const room = await hands.channels.named(name)
  if (room === undefined) return noRoom(name)
  await postOnce(owed, { channel: room }, message, hands)
  return DONE
}
