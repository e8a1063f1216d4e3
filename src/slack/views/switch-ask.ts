import type { KnownBlock } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { valueInWords } from '../../core/switch/standing.ts'
import type { Ask, Switch } from '../../core/switch/switch.ts'
import { actions, context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { clockTime, dateTime, lineOf, quote, user } from '../mrkdwn.ts'
import { nameOf, severityBadge } from './labels.ts'
import { approveButton, declineButton, doItButton, named, statusButton } from './switch-buttons.ts'
import { standingLine, switchName, switchSign } from './switch-labels.ts'

/** What somebody asks of those who may, as it stands: the words, what it would do, and one button. */
export function askMessage(state: Switch, ask: Ask, policy: Policy, incident: Incident | undefined): Message {
  const { terms } = state
  const wants = ask.kind === 'approval' ? `needs a second person to ${ask.act}` : `asks you to ${ask.act}`
  const text = `${user(ask.by)} ${wants} ${lineOf(terms.name, SHOWN.titleInLine)}`
  return {
    text: ask.end === undefined ? `🤝 ${text}` : `${terms.name}: this request is over`,
    blocks: [
      section(ask.end === undefined ? `🤝 *${text}.*` : endLine(ask)),
      section(quote(ask.reason, SHOWN.reason)),
      section(
        [
          `${switchSign(state)} ${switchName(state)}: ${standingLine(state)}`,
          `It would be *${lineOf(valueInWords(ask.value), SHOWN.because)}*.${ask.act === 'pull' ? ` ${lineOf(terms.does, SHOWN.because)}` : ''}`,
          `*Who notices:* ${lineOf(terms.blastRadius, SHOWN.because)}`,
          ...(terms.costs === undefined || ask.act === 'restore'
            ? []
            : [`*Costs:* ${lineOf(terms.costs, SHOWN.because)}`]),
        ].join('\n'),
      ),
      ...(incident === undefined ? [] : [context(where(incident))]),
      ...(ask.end === undefined ? [buttons(state, ask)] : []),
      ...(ask.end === undefined && ask.kind === 'approval' ? [context(until(ask, policy))] : []),
    ],
  }
}

function buttons(state: Switch, ask: Ask): KnownBlock {
  const it = named(state)
  const answer =
    ask.kind === 'approval'
      ? [approveButton(it, ask.ask), declineButton(it, ask.ask)]
      : [doItButton(state, ask)]
  return actions(`ask ${state.id} ${ask.ask}`, [...answer, statusButton(it)])
}

function until({ until: due }: Ask, { organisation }: Policy): string {
  const limit = due === undefined ? '' : `Until ${clockTime(due)}. `
  return `${limit}Nothing is changed before you approve. You are asked because the policy of ${lineOf(organisation.name, SHOWN.titleInLine)} lets you do this.`
}

function where(incident: Incident): string {
  return `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}`
}

function endLine({ end, kind, by }: Ask): string {
  if (end === undefined) return ''
  const who = end.by === undefined ? '' : ` by ${user(end.by)}`
  const what = {
    approved: `✅ *Approved*${who}`,
    declined: `✋ *Declined*${who}`,
    withdrawn: `↩️ *Taken back*${who}`,
    expired: '⌛ *Not approved in time*',
    moved: '↩️ *Void*: things have changed since',
    done: kind === 'help' ? `✅ *Done*${who}` : `✅ *Done without it*${who}`,
  }[end.how]
  return `${what}, ${dateTime(end.at)}. ${user(by)} had asked. Nothing more is asked of you.`
}
