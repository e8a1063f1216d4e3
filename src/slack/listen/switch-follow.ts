import type { ModalView } from '@slack/types'
import { notItsTurn as notItsTurnYet } from '../../core/switch/gate.ts'
import type { SwitchIntent } from '../../core/switch/grammar.ts'
import { stepsFor, waitsFor } from '../../core/switch/stages.ts'
import { incidentOf, isOut, openApproval } from '../../core/switch/standing.ts'
import { suggestedFor, targetNamed } from '../../core/switch/suggestions.ts'
import type { Switch } from '../../core/switch/switch.ts'
import type { Message } from '../blocks.ts'
import { within } from '../deadline.ts'
import { question, refusal } from '../views/answers.ts'
import { about, carriedOut, nothingOut, switchHelp, switchUnclear } from '../views/switch-answers.ts'
import { keepModal, pullModal, restoreModal } from '../views/switch-forms.ts'
import { type Listed, switchList, switchStatus } from '../views/switch-list.ts'
import type { Asked, Desk } from './desk.ts'
import { notToRead } from './reading.ts'
import { became, carryOut, type Doing } from './switch-carry-out.ts'
import { actOn, allSwitches, forIncident, implied, switchesOf } from './switch-desk.ts'
import { historyOfAll, historyPage } from './switch-history.ts'

export type SwitchReply = { message: Message } | { form: ModalView }

type Of<Kind extends SwitchIntent['intent']> = Extract<SwitchIntent, { intent: Kind }>

/** Somebody who asks how a switch stands waits this long for it to be read anew. */
const LOOK_WITHIN_MS = 1_200

/** Does what was meant with `/killswitch`, or asks for what is missing. */
export async function followSwitch(desk: Desk, asked: Asked, intent: SwitchIntent): Promise<SwitchReply> {
  const hidden = tells(intent) ? await notToRead(desk, asked, 'everything') : undefined
  if (hidden !== undefined) return { message: hidden }
  switch (intent.intent) {
    case 'list':
      return listed(desk, asked, intent.incident)
    case 'pull':
      return pull(desk, asked, intent)
    case 'restore':
      return restore(desk, asked, intent)
    case 'keep':
    case 'later':
    case 'approve':
    case 'decline':
    case 'status':
    case 'history':
      return onSwitches(desk, asked, intent)
    case 'help':
      return { message: switchHelp(intent.command) }
    case 'unclear':
      return { message: switchUnclear(intent.sentence, intent.examples) }
  }
}

const ACTS: readonly SwitchIntent['intent'][] = ['pull', 'restore', 'keep', 'later', 'approve', 'decline']

/** Whether the answer may tell how switches, or which incidents, there are. Who tries to act is refused on record. */
function tells(intent: SwitchIntent): boolean {
  if (!ACTS.includes(intent.intent)) return true
  return !('target' in intent && intent.target !== undefined) || 'incident' in intent
}

/** All switches, for the incident that is meant or for none. */
export async function listed(desk: Desk, asked: Asked, number?: number): Promise<SwitchReply> {
  const { incident, question: unknown, choices } = await implied(desk, asked, number)
  if (number !== undefined && incident === undefined) return { message: question(unknown ?? '', choices) }
  return { message: await listMessage(desk, incident?.id) }
}

export async function listMessage(desk: Desk, id: string | undefined): Promise<Message> {
  const incident = id === undefined ? undefined : await desk.incidents.load(id)
  const isOpen = incident !== undefined && incident.status !== 'resolved'
  return switchList({
    ...listedWith(desk),
    switches: await allSwitches(desk),
    suggested: isOpen ? suggestedFor(incident, desk.policy) : [],
    ...(isOpen && { incident: incident.id }),
  })
}

function listedWith({ policy, levers }: Desk): Pick<Listed, 'policy' | 'missing' | 'lastLook'> {
  return { policy, missing: levers.missing, lastLook: levers.lastLook }
}

async function pull(desk: Desk, asked: Asked, intent: Of<'pull'>): Promise<SwitchReply> {
  const { target, reason, incident: number } = intent
  const { incident, question: unknown, choices } = await implied(desk, asked, number)
  if (number !== undefined && incident === undefined) return { message: question(unknown ?? '', choices) }
  if (target === undefined) return { message: await listMessage(desk, incident?.id) }
  const switches = await switchesOf(desk, target)
  const isOpen = incident !== undefined && incident.status !== 'resolved'
  const named = isOpen ? { incident: incident.id } : {}
  // Where it is not clear for which incident, and that has to be said, the form asks.
  const unsaid = !isOpen && choices.length > 0 && switches.some(({ terms }) => terms.needsIncident)
  if (reason === undefined || unsaid || switches.some(asksAgain))
    return { form: await pullForm(desk, target, { ...named, ...(reason !== undefined && { reason }) }) }
  return { message: await done(desk, asked, switches, { act: 'pull', reason, ...named }) }
}

/** The form that shows what will change before it does. */
export async function pullForm(
  desk: Desk,
  target: string,
  given: { incident?: string; reason?: string },
): Promise<ModalView> {
  const switches = await switchesOf(desk, target)
  const name = targetNamed(target, desk.policy)?.name ?? switches[0]?.terms.name ?? target
  const open = await desk.incidents.find('open')
  return pullModal({ target, name, switches, policy: desk.policy, open, ...given })
}

async function restore(desk: Desk, asked: Asked, intent: Of<'restore'>): Promise<SwitchReply> {
  const { target, reason, incident: number } = intent
  const { incident, question: unknown, choices } = await implied(desk, asked, number)
  if (number !== undefined && incident === undefined) return { message: question(unknown ?? '', choices) }
  if (target === undefined) return { message: await listMessage(desk, incident?.id) }
  return restoring(desk, asked, target, {
    ...(reason !== undefined && { reason }),
    ...(incident && { incident: incident.id }),
  })
}

/** One switch as asked; of several those whose turn it is. Without a reason, or where the policy wants it, by the form. */
export async function restoring(
  desk: Desk,
  asked: Asked,
  target: string,
  given: { reason?: string; incident?: string; outOfTurn?: true },
): Promise<SwitchReply> {
  const { reason, outOfTurn } = given
  const wanted = await wantedBack(desk, target, given.incident)
  const [first] = wanted
  if (first === undefined) return { message: nothingOut() }
  const steps = stepsFor(wanted, await allSwitches(desk), desk.policy, desk.now())
  const now = wanted.length === 1 ? wanted : turn(steps)
  if (reason === undefined || outOfTurn || now.some(asksAgain)) {
    const shown =
      steps.length > 0 ? steps : [{ name: '', switches: [...wanted], now: true, observeMinutes: 0 }]
    const early = wanted.length === 1 && steps.some((step) => !step.now) && outOfTurn === undefined
    if (early) return { message: notItsTurn(first, await allSwitches(desk), desk) }
    return {
      form: restoreModal({
        target,
        steps: shown,
        ...(reason !== undefined && { reason }),
        ...(outOfTurn && { outOfTurn }),
      }),
    }
  }
  return { message: await done(desk, asked, now, { act: 'restore', reason }) }
}

function notItsTurn(state: Switch, all: readonly Switch[], { policy, now }: Desk): Message {
  const { rejected: sentence, code } = notItsTurnYet(state.key, waitsFor(state.key, all, policy, now()))
  return carriedOut([{ state, what: 'rejected', sentence, code }], 'restore')
}

/** Of several only those that are out; a single one as it is, so that it can be said how it stands. */
export async function wantedBack(desk: Desk, target: string, incident?: string): Promise<Switch[]> {
  const named = await switchesOf(desk, target, incident)
  const isOne = targetNamed(target, desk.policy)?.bundle === false || !(target in desk.policy.bundles)
  return isOne && named.length === 1 ? named : named.filter(isOut)
}

function turn(steps: ReturnType<typeof stepsFor>): Switch[] {
  return steps.filter(({ now }) => now).flatMap(({ switches }) => switches)
}

/** Does it and says what became of each. */
export async function done(
  desk: Desk,
  asked: Asked,
  switches: readonly Switch[],
  doing: Doing,
): Promise<Message> {
  const all = await carryOut(desk, asked, switches, doing)
  return carriedOut(all, doing.act)
}

/** Customers notice it, or the policy says so: it is shown before it is done. */
function asksAgain({ terms }: Switch): boolean {
  return terms.confirm ?? terms.customers
}

async function onSwitches(
  desk: Desk,
  asked: Asked,
  intent: Of<'keep' | 'later' | 'approve' | 'decline' | 'status' | 'history'>,
): Promise<SwitchReply> {
  const { target } = intent
  if (target === undefined)
    return {
      message: intent.intent === 'history' ? await historyOfAll(desk) : await listMessage(desk, undefined),
    }
  const [state, ...more] = await switchesOf(desk, target)
  if (state === undefined)
    return { message: refusal('There is no such kill switch. `/killswitch` shows those there are.') }
  switch (intent.intent) {
    case 'history':
      return { message: await historyPage(desk, state, intent.page) }
    case 'status':
      return { message: await status(desk, [state, ...more]) }
    case 'approve':
    case 'decline':
      return { message: await answer(desk, asked, [state, ...more], intent.intent) }
    case 'later':
      return { message: await one(desk, asked, state, 'later') }
    case 'keep': {
      const { reason } = intent
      if (reason === undefined) return { form: keepModal(state, { owner: asked.user }) }
      return { message: await keepAs(desk, asked, state, reason, asked.user) }
    }
  }
}

/** Read anew, if that does not take long. */
export async function status(desk: Desk, states: readonly Switch[]): Promise<Message> {
  const [first] = states
  if (states.length > 1 || first === undefined)
    return switchList({ ...listedWith(desk), switches: states, suggested: [] })
  await within(desk.levers.look(first), LOOK_WITHIN_MS)
  return switchStatus((await desk.levers.switches.load(first.id)) ?? first, listedWith(desk))
}

/** The second person's word on what is asked for these switches. */
async function answer(
  desk: Desk,
  asked: Asked,
  states: readonly Switch[],
  type: 'approve' | 'decline',
): Promise<Message> {
  const waiting = states.flatMap((state) => {
    const ask = openApproval(state)
    return ask === undefined ? [] : [{ state, ask: ask.ask }]
  })
  if (waiting.length === 0) {
    const what = states.map(({ key }) => key).join(', ')
    return refusal(`Nobody waits for a second person there (${what}), so I did nothing.`)
  }
  const all = await Promise.all(waiting.map(({ state, ask }) => answerAsk(desk, asked, state, type, ask)))
  return carriedOut(
    all.map(({ became: each }) => each),
    all[0]?.act ?? 'pull',
  )
}

export async function answerAsk(
  desk: Desk,
  asked: Asked,
  state: Switch,
  type: 'approve' | 'decline',
  ask: number,
) {
  const known = state.asks.find((each) => each.ask === ask)
  const incident = await forIncident(desk, known?.incident, asked.user)
  const handled = await actOn(desk, asked, state, { type, ask, ...(incident && { incident }) })
  return { became: await became(desk, state, handled), act: known?.act ?? 'pull' }
}

export async function keepAs(
  desk: Desk,
  asked: Asked,
  state: Switch,
  reason: string,
  owner: string,
): Promise<Message> {
  const { standing } = await desk.people.person(owner)
  const incident = await forIncident(desk, incidentOf(state), asked.user)
  const handled = await actOn(desk, asked, state, {
    type: 'keep',
    reason,
    owner,
    ownerStanding: standing,
    ...(incident && { incident }),
  })
  return carriedOut([await became(desk, state, handled)], 'restore')
}

export async function one(
  desk: Desk,
  asked: Asked,
  state: Switch,
  type: 'later' | 'try-again',
): Promise<Message> {
  const incident = await forIncident(desk, incidentOf(state), asked.user)
  const handled = await actOn(desk, asked, state, { type, ...(incident && { incident }) })
  const result = await became(desk, state, handled)
  if (type === 'later' && result.what === 'recorded')
    return about(result.state, 'you are reminded of it. Until it is decided, its incident cannot be closed.')
  return carriedOut([result], state.order?.act ?? 'pull')
}
