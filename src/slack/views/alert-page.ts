import type { Alert } from '../../core/alert/alert.ts'
import { titleOf } from '../../core/alert/naming.ts'
import type { Run } from '../../core/ladder/climber.ts'
import { isOpen } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import { ALERT_ACTIONS, alertValue } from '../alert-controls.ts'
import { actions, context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { lineOf, link, quote } from '../mrkdwn.ts'
import { acknowledgeAlert, declareButton, openAlertButton } from './alert-buttons.ts'
import { alertBadge, alertFacts, levelBadge } from './alert-labels.ts'
import { contacts, pagedLine } from './help-call.ts'
import { askedBefore, askedBy, cannotButton, hasDeclined, pageNotice, tried, wantedLine } from './page.ts'

/** A page about an alert as one person gets it, as things stand. `line`: the address of the alert's line. */
export function alertPage(alert: Alert, run: Run, person: string, policy: Policy, line?: string): Message {
  return {
    text: `${levelBadge(alert.level)} ${alert.id}: ${pageNotice(run)}`,
    blocks: [
      section(wanted(alert, run, person)),
      section(known(alert)),
      ...tried(alert, run, person),
      ...(isOpen(run) ? [pageButtons(alert, run, person)] : []),
      context([alertFacts(alert, policy), ...where(alert, line)].join(' · ')),
    ],
  }
}

/** Said to everybody in the channel for alerts when a page found no answer and nobody is left to page. */
export function alertHelpCall(alert: Alert, run: Run, policy: Policy): Message {
  const paged = pagedLine(alert, run)
  const again = run.alarms > 1 ? ` This is said for the ${run.alarms}. time.` : ''
  return {
    text: `🚨 ${alert.id}: nobody has answered. Telephone the emergency contacts.`,
    blocks: [
      section(`🚨 <!channel> *Nobody has answered.* ${known(alert)}`),
      section(`*Telephone now:*\n${contacts(policy)}`),
      actions(`help ${alert.id} ${run.run}`, [acknowledgeAlert(alert, run.run), declareButton(alert)]),
      context(`${paged}${again}`),
    ],
  }
}

function pageButtons(alert: Alert, open: Run, person: string) {
  const { id } = alert
  const { run } = open
  return actions(`page ${id} ${run}`, [
    acknowledgeAlert(alert, run),
    ...(hasDeclined(open, person) ? [] : [cannotButton(id, ALERT_ACTIONS.cannot, alertValue(id, run))]),
    declareButton({ id }),
    openAlertButton({ id }),
  ])
}

/** The alert itself says why. */
function wanted(alert: Alert, run: Run, person: string): string {
  if (!isOpen(run) || run.trigger === 'by-hand' || hasDeclined(run, person)) {
    return wantedLine(alert, run, person, 'alert')
  }
  if (run.trigger === 'alert-missed') return `${askedBy(run)} Nobody has acknowledged this alert in time.`
  return askedBefore(alert, run, person) ? `${askedBy(run)} *Nobody has answered yet.*` : askedBy(run)
}

function known(alert: Alert): string {
  const many = Object.keys(alert.members).length
  const title = `${alertBadge(alert)} · *${lineOf(titleOf(alert), SHOWN.titleInCard)}*${many > 1 ? ` ×${many}` : ''}`
  return alert.summary === undefined ? title : `${title}\n${quote(alert.summary, SHOWN.reason)}`
}

function where({ channel }: Alert, line: string | undefined): string[] {
  return line === undefined
    ? [`its line is in #${channel}`]
    : [link(line, `its line in #${channel}`, SHOWN.titleInLine)]
}
