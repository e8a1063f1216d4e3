import type { Incident } from '../../core/incident/incident.ts'
import type { Climber, Run } from '../../core/ladder/climber.ts'
import { openClimb } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { lineOf, words } from '../mrkdwn.ts'
import { nameOf, severityBadge } from './labels.ts'
import { acknowledgeButton } from './page.ts'
import { triedIn } from './tried.ts'

/** Said to everybody when a page found no answer and nobody is left to page: whom to telephone. */
export function helpCall(incident: Incident, run: Run, policy: Policy): Message {
  const { id } = incident
  const value = controlValue(id, `${run.run}`)
  const who = pagedLine(incident, run)
  const again = run.alarms > 1 ? ` This is said for the ${run.alarms}. time.` : ''
  return {
    text: `🚨 ${id}: nobody has answered. Telephone the emergency contacts.`,
    blocks: [
      section(
        `🚨 <!channel> *Nobody has answered.* ${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}\n${words(run.why, SHOWN.reason)}`,
      ),
      section(`*Telephone now:*\n${contacts(policy)}`),
      actions(`help ${id} ${run.run}`, [
        acknowledgeButton(incident, run),
        button({ text: 'Take command', action: ACTIONS.takePage, value, label: `Take command of ${id}` }),
      ]),
      context(`${who}${again}`),
    ],
  }
}

/** Whom it was tried to reach. */
export function pagedLine(about: Pick<Climber, 'pagerduty'>, run: Run): string {
  const all = triedIn(about, run)
  return all === '' ? 'Nobody could be paged.' : `Paged: ${all}.`
}

/** The policy's emergency contacts, a line each. */
export function contacts({ paging }: Policy): string {
  return paging.emergencyContacts
    .map((contact) => {
      const about = contact.for === undefined ? '' : ` (${lineOf(contact.for, SHOWN.titleInLine)})`
      return `• ${lineOf(contact.name, SHOWN.titleInLine)}: *${lineOf(contact.phone, SHOWN.titleInLine)}*${about}`
    })
    .join('\n')
}

/** The run that this call is about: the climb that is under way, else the one that ended last. */
export function runToAnswer(state: Pick<Climber, 'runs'>): Run | undefined {
  return openClimb(state) ?? state.runs.at(-1)
}
