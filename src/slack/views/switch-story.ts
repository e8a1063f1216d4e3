import type { Entry } from '../../core/decider.ts'
import type { Policy } from '../../core/policy.ts'
import { PROVIDER_NAMES } from '../../core/policy-switches.ts'
import { describeSwitch } from '../../core/switch/describe.ts'
import { incidentOf, openApproval } from '../../core/switch/standing.ts'
import type { Switch, SwitchEvent } from '../../core/switch/switch.ts'
import { actions, context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, lineOf, packed, user } from '../mrkdwn.ts'
import { stepTarget } from '../switch-controls.ts'
import { contacts } from './help-call.ts'
import { doer, quoted, renderedParts } from './lines.ts'
import {
  approveButton,
  decisionButtons,
  declineButton,
  named,
  pullButton,
  restoreButton,
} from './switch-buttons.ts'
import { standingLine, switchName, switchSign } from './switch-labels.ts'

/** What happened to a switch, told in the room, because it belongs to no incident. */
export function roomStory(entry: Entry<SwitchEvent>, state: Switch, policy: Policy): Message {
  const { by, does, details } = describeSwitch(entry)
  const line = `${switchSign(state)} ${switchName(state)}: ${doer(by)} ${renderedParts(does, policy)}`
  const pending = openApproval(state)
  const it = named(state)
  const buttons =
    pending === undefined
      ? decisionButtons(state)
      : [approveButton(it, pending.ask), declineButton(it, pending.ask)]
  return {
    text: `${state.terms.name}: ${doer(by)} ${renderedParts(does, policy)}`,
    blocks: [
      section(line),
      ...quoted(details),
      actions(`switch ${state.id} ${entry.seq}`, buttons),
      context(`It belongs to no incident. Now: ${standingLine(state)}`),
    ],
  }
}

/** The same to one person whom it concerns, with what it means to them. */
export function directOf(entry: Entry<SwitchEvent>, state: Switch, policy: Policy): Message {
  const { does, details, by } = describeSwitch(entry)
  const line = `${switchSign(state)} ${switchName(state)}: ${doer(by)} ${renderedParts(does, policy)}`
  return {
    text: `${state.terms.name}: ${meaning(entry.event, state)}`,
    blocks: [
      section(`*${meaning(entry.event, state)}*`),
      section(line),
      ...quoted(details),
      actions(`switch ${state.id} ${entry.seq}`, decisionButtons(state)),
      ...(state.incident === undefined
        ? []
        : [context(`For ${state.incident}. Now: ${standingLine(state)}`)]),
    ],
  }
}

function meaning(event: SwitchEvent, { terms, incident }: Switch): string {
  switch (event.type) {
    case 'set-failed':
    case 'stuck':
      return `What you ordered is not done. I go on trying; if it matters now, do it by hand in ${PROVIDER_NAMES[terms.provider]}.`
    case 'drifted':
      return 'Somebody changed it elsewhere, not here. Is that right?'
    case 'reminded':
      return incident === undefined
        ? 'It is still pulled. What becomes of it?'
        : `It is still pulled for ${incident}. What becomes of it?`
    case 'ask-ended':
      return event.how === 'declined'
        ? 'What you asked for was declined.'
        : 'What you asked for was not approved.'
    default:
      return 'This concerns you.'
  }
}

/** To managers: what is wrong, what it means, what they can do. */
export function alarmOf(entry: Entry<SwitchEvent>, state: Switch, policy: Policy): Message {
  const { by, does, details } = describeSwitch(entry)
  const why = trouble(entry.event, state)
  return {
    text: `🚨 ${state.terms.name}: ${why}`,
    blocks: [
      section(`🚨 *${why}*`),
      section(`${switchName(state)}: ${doer(by)} ${renderedParts(does, policy)}`),
      ...quoted(details),
      section(
        `Now: ${standingLine(state)}\n*Who notices:* ${lineOf(state.terms.blastRadius, SHOWN.because)}`,
      ),
      actions(`switch alarm ${state.id} ${entry.seq}`, decisionButtons(state)),
      ...(entry.event.type === 'stuck'
        ? [section(`*If nothing helps, telephone:*\n${contacts(policy)}`)]
        : []),
      ...(incidentOf(state) === undefined ? [] : [context(`For ${incidentOf(state)}`)]),
    ],
  }
}

function trouble(event: SwitchEvent, { terms }: Switch): string {
  switch (event.type) {
    case 'stuck':
      return `A kill switch is stuck: it is not ${event.act === 'pull' ? 'pulled' : 'restored'} after ${event.minutes} minutes. Do it by hand in ${PROVIDER_NAMES[terms.provider]}.`
    case 'drifted':
    case 'drift-alarmed':
      return 'A kill switch was changed elsewhere, and is not what it should be.'
    case 'unreadable-long':
      return `A kill switch cannot be read back: nobody knows what it is. Look in ${PROVIDER_NAMES[terms.provider]}.`
    case 'switch-retired':
      return 'A kill switch that is pulled is no longer in the policy. It can only be restored.'
    default:
      return 'A kill switch was pulled without the second person that it needs.'
  }
}

/** A step of a gradual restore was watched long enough: on, not yet, or back. */
export function nextStepMessage(
  state: Switch,
  next: readonly Switch[],
  { stage, minutes }: Extract<SwitchEvent, { type: 'watched' }>,
  policy: Policy,
): Message {
  const index = next[0]?.terms.stage?.index ?? 0
  const own = state.terms.stage?.index ?? 0
  const name = policy.restoreStages[index]?.name ?? ''
  const incident = state.incident === undefined ? {} : { incident: state.incident }
  const lines = next.map((each) => `• ${switchName(each)}: ${standingLine(each)}`)
  const text = `“${stage}” was watched for ${minutes} minutes.`
  return {
    text: `${text} Next: ${name}.`,
    blocks: [
      section(
        `👀 *${lineOf(text, SHOWN.because)}* If all is well, next comes *${lineOf(name, SHOWN.titleInLine)}*:`,
      ),
      ...packed(lines, 2_900).map((each) => section(each)),
      actions(`switch step ${state.id}`, [
        {
          ...restoreButton(
            { target: stepTarget(index), name, ...incident },
            `Go on: restore ${next.length}…`,
          ),
          style: 'primary',
        },
        pullButton({ target: stepTarget(own), name: stage, ...incident }, 'Turn back…'),
      ]),
      context(`Not sure? Leave it: nothing comes back by itself. ${ordered(state)}`),
    ],
  }
}

function ordered({ wanted }: Switch): string {
  return wanted === undefined || wanted.by === ''
    ? ''
    : `The step before was restored by ${user(wanted.by)} ${dateTime(wanted.at)}.`
}
