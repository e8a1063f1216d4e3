import type { InputBlock, KnownBlock, ModalView, RadioButtons, StaticSelect } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import { REASON_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import type { SwitchAct } from '../../core/policy-switches.ts'
import type { Step } from '../../core/switch/stages.ts'
import { isDrifted, standingOf, targetOf, valueInWords } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { context, input, option, section, textInput } from '../blocks.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf, packed } from '../mrkdwn.ts'
import { SWITCH_FORMS } from '../switch-controls.ts'
import { formView } from './form.ts'
import { headline } from './labels.ts'
import { pulledLine, standingLine, switchName, switchSign } from './switch-labels.ts'

/** Chosen instead of an incident. */
export const NO_INCIDENT = 'none'
/** Chosen by who goes without a second person. */
export const OVERRIDE = 'override'

type Pull = {
  target: string
  name: string
  switches: readonly Switch[]
  policy: Policy
  open: readonly Incident[]
  incident?: string
  reason?: string
}

/** What will change, for whom, and what it costs; then the reason, and it is done. */
export function pullModal(pull: Pull): ModalView {
  const { target, name, switches } = pull
  const several = switches.length > 1
  return formView({
    form: SWITCH_FORMS.pull,
    title: 'Pull a kill switch',
    submit: several ? `Pull all ${switches.length}` : 'Pull it',
    memory: { target },
    blocks: [
      ...(several
        ? [section(`*${lineOf(name, SHOWN.titleInLine)}* \`${target}\` pulls these, in this order:`)]
        : []),
      ...switches.map((state) => change(state, 'pull')),
      ...second(switches, 'pull'),
      ...whichIncident(pull),
      reasonInput('Why?', 'Wrong replies to customers', pull.reason),
    ],
  })
}

/** What comes back now, and what only after it. */
export function restoreModal(parts: {
  target: string
  steps: readonly Step[]
  reason?: string
  outOfTurn?: true
}): ModalView {
  const { target, steps, outOfTurn } = parts
  const now = steps.filter((step) => step.now || outOfTurn === true)
  const then = steps.filter((step) => !now.includes(step))
  const switches = now.flatMap((step) => step.switches)
  return formView({
    form: SWITCH_FORMS.restore,
    title: 'Restore',
    submit: switches.length > 1 ? `Restore ${switches.length}` : 'Restore it',
    memory: { target, ...(outOfTurn && { outOfTurn: 'yes' }) },
    blocks: [
      ...(outOfTurn
        ? [section('⚠️ *Before its turn.* The policy has steps for this, and others are to come first.')]
        : []),
      ...switches.map((state) => change(state, 'restore')),
      ...(then.length === 0 ? [] : [context(`${watching(now)}: ${then.map(stepInWords).join('; ')}`)]),
      ...second(switches, 'restore'),
      reasonInput(
        'How do you know that it is safe?',
        'The error rate has been normal for an hour',
        parts.reason,
      ),
    ],
  })
}

/** It stays pulled on purpose: why, and who answers for it. */
export function keepModal(state: Switch, given: { owner: string; reason?: string }): ModalView {
  return formView({
    form: SWITCH_FORMS.keep,
    title: 'Keep it pulled',
    submit: 'Keep it',
    memory: { target: state.key, ...(state.incident && { incident: state.incident }) },
    blocks: [
      section(`${switchSign(state)} ${switchName(state)}\n${standingLine(state)}`),
      reasonInput('Why does it stay pulled?', 'The check comes with the next release', given.reason),
      input({
        id: FIELDS.person,
        label: 'Who answers for it from now on?',
        hint: 'Is reminded of it now and then.',
        element: { type: 'users_select', initial_user: given.owner },
      }),
    ],
  })
}

/** What was changed elsewhere: undone, or taken as wanted. */
export function driftModal(state: Switch, how: 'put-back' | 'accept'): ModalView {
  const isBack = how === 'put-back'
  const will = isBack ? state.wanted?.value : state.observed?.value
  return formView({
    form: isBack ? SWITCH_FORMS.putBack : SWITCH_FORMS.accept,
    title: isBack ? 'Put it back' : 'Accept the change',
    submit: isBack ? 'Put it back' : 'Accept it',
    memory: { target: state.key },
    blocks: [
      section(`${switchSign(state)} ${switchName(state)}\n${standingLine(state)}`),
      section(`Wanted from now on: *${lineOf(valueInWords(will ?? state.terms.normal), SHOWN.because)}*`),
      reasonInput('Why?', isBack ? 'Nobody here has changed it' : 'Sam pulled it in the console'),
    ],
  })
}

/** `🟢 Capsule button: on → off`, with who notices and what it costs. */
function change(state: Switch, act: SwitchAct): KnownBlock {
  const { terms, observed } = state
  const from = observed === undefined ? 'not read yet' : lineOf(valueInWords(observed.value), SHOWN.because)
  const to = lineOf(valueInWords(targetOf(act, terms)), SHOWN.because)
  const away = isDrifted(state) ? ' _(changed elsewhere)_' : ''
  const costs =
    terms.costs === undefined || act === 'restore' ? [] : [`*Costs:* ${lineOf(terms.costs, SHOWN.because)}`]
  return section(
    [
      `${switchName(state)}: ${from}${away} → *${to}*`,
      ...(act === 'pull'
        ? [lineOf(terms.does, SHOWN.because)]
        : [standingOf(state) === 'pulled' ? capitalised(pulledLine(state)) : standingLine(state)]),
      `*Who notices:* ${lineOf(terms.blastRadius, SHOWN.because)}`,
      ...costs,
    ].join('\n'),
  )
}

function second(switches: readonly Switch[], act: SwitchAct): KnownBlock[] {
  const asking = switches.filter(({ terms }) => terms.approval?.for.includes(act) === true)
  if (asking.length === 0) return []
  const minutes = Math.min(...asking.map(({ terms }) => terms.approval?.withinMinutes ?? 0))
  const which = asking.map(({ key }) => `\`${key}\``).join(', ')
  const note = `🤝 ${which}: a second person who may do it has to approve within ${minutes} minutes.`
  if (asking.every(({ terms }) => (terms.approval?.override ?? []).length === 0)) return [section(note)]
  const ask = option('Ask a second person', 'ask')
  const without = option('Go without', OVERRIDE, 'Only who the policy lets; managers are told')
  const element: RadioButtons = { type: 'radio_buttons', options: [ask, without], initial_option: ask }
  return [section(note), input({ id: FIELDS.second, label: 'Second person', element })]
}

function whichIncident({ switches, open, incident }: Pull): InputBlock[] {
  const needed = switches.some(({ terms }) => terms.needsIncident)
  const options = [
    ...open.slice(0, LIMITS.selectOptions - 1).map((each) => option(headline(each), each.id)),
    ...(needed ? [] : [option('No incident', NO_INCIDENT)]),
  ]
  const [first] = options
  if (first === undefined || (open.length === 0 && !needed)) return []
  const chosen = options.find(({ value }) => value === incident) ?? (open.length === 1 ? first : undefined)
  const element: StaticSelect = { type: 'static_select', options, ...(chosen && { initial_option: chosen }) }
  return [input({ id: FIELDS.incident, label: 'For which incident?', element })]
}

function reasonInput(label: string, placeholder: string, given?: string): InputBlock {
  const element = textInput({
    multiline: true,
    max: REASON_MAX,
    placeholder,
    focus: true,
    ...(given !== undefined && { initial: given }),
  })
  return input({ id: FIELDS.reason, label, hint: 'Goes on record, and into the incident.', element })
}

/** "Then, when this was watched for 60 minutes". */
function watching(now: readonly Step[]): string {
  const minutes = Math.max(0, ...now.map(({ observeMinutes }) => observeMinutes))
  return minutes === 0 ? 'Then' : `Then, when this was watched for ${minutes} minutes`
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function stepInWords({ name, switches }: Step): string {
  return `${lineOf(name, SHOWN.titleInLine)} (${
    packed(
      switches.map(({ key }) => key),
      300,
    )[0]?.replaceAll('\n', ', ') ?? ''
  })`
}
