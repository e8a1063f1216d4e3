import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import { PROVIDER_NAMES, type SwitchAct } from '../../core/policy-switches.ts'
import {
  SWITCH_COMMANDS,
  type SwitchCommandName,
  switchCommandNamed,
  switchUsage,
} from '../../core/switch/commands.ts'
import type { Step } from '../../core/switch/stages.ts'
import { openApproval, valueInWords } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { actions, context, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { clockTime, lineOf, packed, words } from '../mrkdwn.ts'
import { asSent } from './answers.ts'
import { askButton, declineButton, named, restoreEarlyButton, tryAgainButton } from './switch-buttons.ts'
import { standingLine, switchName } from './switch-labels.ts'

/** What became of one switch. `done` only when it was read back to be so; `under-way` until then. */
export type Became = {
  state: Switch
  what: 'done' | 'under-way' | 'failing' | 'asked' | 'recorded' | 'rejected' | 'refused'
  /** Why not, for the person. */
  sentence?: string
  code?: string
}

/** What a person is told of what became of their act, one line a switch, and what they can do next. */
export function carriedOut(all: readonly Became[], act: SwitchAct, then: readonly Step[] = []): Message {
  const lines = all.map((each) => line(each, act))
  // A block each: the same button may not stand twice in one.
  const next = all.flatMap((each) => {
    const buttons = nextButtons(each)
    return buttons.length === 0 ? [] : [actions(`switch next ${each.state.id}`, buttons)]
  })
  return {
    text: lines.join('\n'),
    blocks: [
      ...packed(lines, LIMITS.sectionText).map((text) => section(text)),
      ...next,
      ...(then.length === 0
        ? []
        : [
            context(
              `Still to come, step by step: ${then.map(({ name }) => lineOf(name, SHOWN.titleInLine)).join(', ')}.`,
            ),
          ]),
    ],
  }
}

function line({ state, what, sentence }: Became, act: SwitchAct): string {
  const name = switchName(state)
  switch (what) {
    case 'done': {
      const is = state.observed === undefined ? '' : lineOf(valueInWords(state.observed.value), SHOWN.because)
      return `${act === 'pull' ? '🛑' : '✅'} ${name} is *${is}*, read back just now.`
    }
    case 'under-way':
      return `⏳ ${name}: ${standingLine(state)}. You are told when it is, and when it is not.`
    case 'failing':
      return `🚨 ${name} is *not ${act === 'pull' ? 'pulled' : 'restored'} yet*: ${lineOf(state.order?.why ?? '', SHOWN.because)}. I go on trying; if it matters now, do it by hand where it lives (${PROVIDER_NAMES[state.terms.provider]}).`
    case 'asked': {
      const until = openApproval(state)?.until
      return `🤝 ${name}: a second person has to approve${until === undefined ? '' : ` by ${clockTime(until)}`}. I have asked those who may. *Nothing is changed yet.*`
    }
    case 'recorded':
      return `✅ ${name}: this is on record.`
    default:
      return `✋ ${words(sentence ?? 'I did nothing.', LIMITS.sectionText - 10)}`
  }
}

function nextButtons({ state, what, code }: Became): ActionsBlockElement[] {
  if (what === 'failing') return [tryAgainButton(named(state))]
  if (what === 'refused' || code === 'not-allowed')
    return code === 'no-standing' ? [] : [askButton(named(state))]
  if (what === 'rejected' && code === 'not-its-turn') return [restoreEarlyButton(named(state))]
  const pending = openApproval(state)
  return what === 'asked' && pending !== undefined ? [declineButton(named(state), pending.ask)] : []
}

export function switchUnclear(what: string, examples: readonly string[]): Message {
  const lines = examples.map((example) => `\`${asSent(example, '/killswitch')}\``)
  const text = [`🤔 ${words(what, 1_500)}`, ...lines].join('\n')
  return { text, blocks: [section(text)] }
}

export function switchHelp(about?: SwitchCommandName): Message {
  const command = about === undefined ? undefined : switchCommandNamed(about)
  if (command !== undefined) {
    const also = command.aliases.map((alias) => `\`${alias}\``).join(', ')
    const lines = [
      `*\`/killswitch ${words(switchUsage(command), 200)}\`*`,
      `${command.what}.`,
      `For example: \`/killswitch ${words(command.example, 200)}\``,
      ...(also === '' ? [] : [`Also: ${also}`]),
    ]
    return { text: lines.join('\n'), blocks: [section(lines.join('\n'))] }
  }
  const lines = SWITCH_COMMANDS.map((known) => `\`${words(switchUsage(known), 200)}\`  ${known.what}`)
  const blocks: KnownBlock[] = [
    header('What /killswitch does'),
    section('`/killswitch` alone shows every kill switch, how it stands, and what can be done.'),
    ...packed(lines, LIMITS.sectionText).map((text) => section(text)),
    context(
      'Who may do what stands in the policy. Whatever is done, and whatever is refused, goes on record.',
    ),
  ]
  return { text: 'What /killswitch does', blocks }
}

export function nothingOut(): Message {
  const text =
    'Nothing is pulled there, so there is nothing to restore. `/killswitch` shows how all of them stand.'
  return { text, blocks: [section(text)] }
}

export function said(text: string): Message {
  return { text, blocks: [section(text)] }
}

/** The name of a switch at the beginning of a sentence about it. */
export function about(state: Switch, text: string): Message {
  return said(`${switchName(state)}: ${text}`)
}
