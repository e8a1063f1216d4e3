import { askNumbered } from '../../core/switch/standing.ts'
import { targetNamed } from '../../core/switch/suggestions.ts'
import type { Switch } from '../../core/switch/switch.ts'
import {
  OUT_OF_TURN,
  readStepTarget,
  readSwitchValue,
  SWITCH_ACTIONS,
  type SwitchControl,
} from '../switch-controls.ts'
import { refusal } from '../views/answers.ts'
import { carriedOut, said } from '../views/switch-answers.ts'
import { driftModal, keepModal } from '../views/switch-forms.ts'
import type { Asked, Desk } from './desk.ts'
import type { Press, Pressed } from './press.ts'
import { notToRead } from './reading.ts'
import { became, carryOut } from './switch-carry-out.ts'
import { actOn, forIncident, switchCalled } from './switch-desk.ts'
import { answerAsk, listMessage, one, pullForm, restoring, status } from './switch-follow.ts'
import { historyPage } from './switch-history.ts'

const UNKNOWN = refusal(
  'This button belongs to no kill switch that I know. `/killswitch` shows those there are.',
)

/** What says how switches stand and changes nothing; whoever tries to act is refused on record. */
const TELLING: ReadonlySet<string> = new Set([
  SWITCH_ACTIONS.list,
  SWITCH_ACTIONS.status,
  SWITCH_ACTIONS.history,
  SWITCH_ACTIONS.historyOlder,
  SWITCH_ACTIONS.historyNewer,
])

/** What a press on a button about kill switches comes to. A button only names things; who may is decided anew. */
export async function followSwitchPress(
  desk: Desk,
  asked: Asked,
  { action, value }: Press,
): Promise<Pressed> {
  const control = readSwitchValue(value)
  if (control === undefined) return { message: UNKNOWN }
  const { target, incident } = control
  const named = incident === undefined ? {} : { incident }
  const hidden = TELLING.has(action) ? await notToRead(desk, asked, 'everything') : undefined
  if (hidden !== undefined) return { message: hidden }
  if (action === SWITCH_ACTIONS.list) return { message: await listMessage(desk, incident) }
  if (action === SWITCH_ACTIONS.pull) {
    if (!(await isKnown(desk, target))) return { message: UNKNOWN }
    return { form: await pullForm(desk, target, named) }
  }
  if (action === SWITCH_ACTIONS.restore)
    return restoring(desk, asked, target, {
      ...named,
      ...(control.number === OUT_OF_TURN && { outOfTurn: true as const }),
    })
  const state = await switchCalled(desk, target)
  return state === undefined ? { message: UNKNOWN } : onOne(desk, asked, state, action, control)
}

async function isKnown(desk: Desk, target: string): Promise<boolean> {
  if (targetNamed(target, desk.policy) !== undefined) return true
  const step = readStepTarget(target)
  return step === undefined
    ? (await switchCalled(desk, target)) !== undefined
    : step < desk.policy.restoreStages.length
}

async function onOne(
  desk: Desk,
  asked: Asked,
  state: Switch,
  action: string,
  { number }: SwitchControl,
): Promise<Pressed> {
  switch (action) {
    case SWITCH_ACTIONS.approve:
    case SWITCH_ACTIONS.decline: {
      const type = action === SWITCH_ACTIONS.approve ? 'approve' : 'decline'
      const { became: result, act } = await answerAsk(desk, asked, state, type, number)
      return { message: carriedOut([result], act) }
    }
    case SWITCH_ACTIONS.doIt:
      return doAsAsked(desk, asked, state, number)
    case SWITCH_ACTIONS.ask:
      return askOthers(desk, asked, state)
    case SWITCH_ACTIONS.keep:
      return { form: keepModal(state, { owner: asked.user }) }
    case SWITCH_ACTIONS.later:
      return { message: await one(desk, asked, state, 'later') }
    case SWITCH_ACTIONS.tryAgain:
      return { message: await one(desk, asked, state, 'try-again') }
    case SWITCH_ACTIONS.putBack:
      return { form: driftModal(state, 'put-back') }
    case SWITCH_ACTIONS.accept:
      return { form: driftModal(state, 'accept') }
    case SWITCH_ACTIONS.status:
      return { message: await status(desk, [state]) }
    default:
      return {
        message: await historyPage(desk, state, number),
        replace: action !== SWITCH_ACTIONS.history,
      }
  }
}

/** What somebody else asked for, done by who may: by their own right, with the reason that was given. */
async function doAsAsked(desk: Desk, asked: Asked, state: Switch, number: number): Promise<Pressed> {
  const ask = askNumbered(state, number)
  if (ask === undefined || ask.end !== undefined) {
    return {
      message: refusal(
        `This request for ${state.key} is over, so I changed nothing. \`/killswitch status ${state.key}\` says how it stands.`,
      ),
    }
  }
  const { act, reason, incident } = ask
  const all = await carryOut(desk, asked, [state], {
    act,
    reason,
    ...(incident !== undefined && { incident }),
  })
  return { message: carriedOut(all, act) }
}

/** In the words in which it was refused to them. */
async function askOthers(desk: Desk, asked: Asked, state: Switch): Promise<Pressed> {
  const refused = state.refusals.findLast(({ by }) => by === asked.user)
  if (refused === undefined)
    return { message: refusal('There is nothing of yours to ask for. Try to do it yourself first.') }
  const { act, reason } = refused
  const incident = await forIncident(desk, refused.incident, asked.user)
  const handled = await actOn(desk, asked, state, {
    type: 'ask',
    act,
    reason: reason === '' ? 'No reason was given' : reason,
    ...(incident && { incident }),
  })
  const result = await became(desk, state, handled)
  if (result.what !== 'recorded') return { message: carriedOut([result], act) }
  return {
    message: said(
      `📨 I am asking everybody who may ${act} \`${state.key}\`, directly. You will see it when somebody does.`,
    ),
  }
}
