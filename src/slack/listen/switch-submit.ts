import type { ViewOutput } from '@slack/bolt'
import { stepsFor } from '../../core/switch/stages.ts'
import { incidentOf } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import type { Message } from '../blocks.ts'
import { entered, FIELDS } from '../fields.ts'
import { SWITCH_FORMS } from '../switch-controls.ts'
import type { FormMemory } from '../views/form.ts'
import { carriedOut } from '../views/switch-answers.ts'
import { NO_INCIDENT, OVERRIDE } from '../views/switch-forms.ts'
import type { Asked, Desk } from './desk.ts'
import { became } from './switch-carry-out.ts'
import { actOn, allSwitches, forIncident, switchCalled, switchesOf } from './switch-desk.ts'
import { done, keepAs, wantedBack } from './switch-follow.ts'

/** What a form about kill switches comes to; `wrong` names the field that lacks something. */
export type SwitchSubmitted = { message: Message } | { wrong: string; sentence: string }

const NOTHING_THERE = 'This form belongs to no kill switch that I know. Close it and begin again.'

export function isSwitchForm(form: string): boolean {
  return Object.values(SWITCH_FORMS).some((known) => known === form)
}

/** The form's own memory only names things; what they are set to, and who may, is decided anew. */
export async function submitSwitch(
  desk: Desk,
  asked: Asked,
  { callback_id: form, state: { values } }: ViewOutput,
  memory: FormMemory,
): Promise<SwitchSubmitted> {
  const { target = '' } = memory
  const reason = entered(values, FIELDS.reason)
  if (reason.trim() === '') return { wrong: FIELDS.reason, sentence: 'Say why, in a few words.' }
  if (form === SWITCH_FORMS.pull) {
    const switches = await switchesOf(desk, target)
    if (switches.length === 0) return { wrong: FIELDS.reason, sentence: NOTHING_THERE }
    const chosen = entered(values, FIELDS.incident)
    const incident = chosen === '' || chosen === NO_INCIDENT ? {} : { incident: chosen }
    return {
      message: await done(desk, asked, switches, { act: 'pull', reason, ...incident, ...override(values) }),
    }
  }
  if (form === SWITCH_FORMS.restore) return restore(desk, asked, memory, { reason, ...override(values) })
  const state = await switchCalled(desk, target)
  if (state === undefined) return { wrong: FIELDS.reason, sentence: NOTHING_THERE }
  if (form === SWITCH_FORMS.keep)
    return { message: await keepAs(desk, asked, state, reason, entered(values, FIELDS.person) || asked.user) }
  return {
    message: await settle(desk, asked, state, form === SWITCH_FORMS.putBack ? 'put-back' : 'accept', reason),
  }
}

async function restore(
  desk: Desk,
  asked: Asked,
  { target = '', incident, outOfTurn }: FormMemory,
  given: { reason: string; override?: true },
): Promise<SwitchSubmitted> {
  const wanted = await wantedBack(desk, target, incident)
  if (wanted.length === 0) return { wrong: FIELDS.reason, sentence: 'Nothing is pulled there any more.' }
  const steps = stepsFor(wanted, await allSwitches(desk), desk.policy, desk.now())
  const early = outOfTurn === 'yes'
  const turn = steps.filter((step) => step.now || early).flatMap(({ switches }) => switches)
  const now = wanted.length === 1 ? wanted : turn
  return {
    message: await done(desk, asked, now, {
      act: 'restore',
      ...given,
      ...(early && { outOfTurn: true as const }),
    }),
  }
}

async function settle(
  desk: Desk,
  asked: Asked,
  state: Switch,
  type: 'put-back' | 'accept',
  reason: string,
): Promise<Message> {
  const incident = await forIncident(desk, incidentOf(state), asked.user)
  const handled = await actOn(desk, asked, state, { type, reason, ...(incident && { incident }) })
  return carriedOut(
    [await became(desk, state, handled)],
    state.wanted?.position === 'safe' ? 'pull' : 'restore',
  )
}

function override(values: ViewOutput['state']['values']): { override?: true } {
  return entered(values, FIELDS.second) === OVERRIDE ? { override: true } : {}
}
