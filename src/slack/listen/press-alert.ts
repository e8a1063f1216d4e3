import type { Alert, AlertCommand } from '../../core/alert/alert.ts'
import { withoutAuthority } from '../../core/authority.ts'
import { isOpen, runNumbered } from '../../core/ladder/runs.ts'
import { ALERT_ACTIONS, type AlertControl, readAlertValue } from '../alert-controls.ts'
import { type Message, section } from '../blocks.ts'
import { linkModal, silenceModal } from '../views/alert-forms.ts'
import { alertMessage, standing } from '../views/alert-line.ts'
import { refusal } from '../views/answers.ts'
import { declareByAnswers } from '../views/classifier-modal.ts'
import { endLine } from '../views/page.ts'
import { actOnAlert, alertsMessage, knownOfAlert } from './alert-desk.ts'
import type { Asked, Desk } from './desk.ts'
import type { Press, Pressed } from './press.ts'
import { notToRead } from './reading.ts'

const UNKNOWN = refusal(
  'This button belongs to no alert that I know. `/incident alerts` shows those that fire.',
)
/** More than fit the choice. */
const OPEN_LISTED = 101

/** What a press on a button about alerts comes to. A button only names the alert; what may be done is decided anew. */
export async function followAlertPress(desk: Desk, asked: Asked, { action, value }: Press): Promise<Pressed> {
  const control = action === ALERT_ACTIONS.list ? undefined : readAlertValue(value)
  const alert = control && (await desk.alerts.load(control.id))
  const hidden = await notToRead(desk, asked, alert ? { line: alert.line } : 'everything')
  if (hidden !== undefined) return { message: hidden }
  if (action === ALERT_ACTIONS.list) return { message: await alertsMessage(desk) }
  if (!control || !alert) return { message: UNKNOWN }
  switch (action) {
    case ALERT_ACTIONS.acknowledge:
      return answer(desk, asked, alert, control, acknowledging(control))
    case ALERT_ACTIONS.cannot:
      return control.run === undefined
        ? { message: UNKNOWN }
        : answer(desk, asked, alert, control, { type: 'decline', run: control.run })
    case ALERT_ACTIONS.endSilence:
      return answer(desk, asked, alert, control, { type: 'end-silence' })
    case ALERT_ACTIONS.declare:
      return declare(desk, alert)
    case ALERT_ACTIONS.link:
      return link(desk, asked, alert)
    case ALERT_ACTIONS.silence:
      return alert.status === 'resolved'
        ? { message: stale(alert, `${alert.id} is over, so there is nothing to silence.`) }
        : { form: silenceModal(alert, desk.policy) }
    default:
      return { message: alertMessage(alert, desk.policy) }
  }
}

function acknowledging({ run }: AlertControl): AlertCommand {
  return { type: 'acknowledge', ...(run !== undefined && { run }) }
}

async function answer(
  desk: Desk,
  asked: Asked,
  alert: Alert,
  { run }: AlertControl,
  command: AlertCommand,
): Promise<Pressed> {
  const handled = await actOnAlert(desk, asked, alert.id, command)
  if (handled.result !== 'rejected') return { quiet: true, again: () => alertsMessage(desk) }
  const now = (await desk.alerts.load(alert.id)) ?? alert
  return { message: stale(now, handled.rejection.rejected, run) }
}

/** Somebody was there first: what happened instead, and how it stands now. */
function stale(alert: Alert, sentence: string, number?: number): Message {
  const message = refusal(sentence)
  const run = number === undefined ? undefined : runNumbered(alert, number)
  const became = run === undefined || isOpen(run) ? standing(alert) : endLine(run, 'alert')
  return became === '' ? message : { ...message, blocks: [...message.blocks, section(became)] }
}

async function declare(desk: Desk, alert: Alert): Promise<Pressed> {
  if (alert.incident !== undefined)
    return {
      message: stale(alert, `${alert.id} belongs to ${alert.incident} already, so I declared nothing.`),
    }
  return { form: declareByAnswers(desk.policy, knownOfAlert(alert, desk.policy), { alert: alert.id }) }
}

async function link(desk: Desk, { user }: Asked, alert: Alert): Promise<Pressed> {
  const { standing } = await desk.people.person(user)
  const refused = standing === 'unknown' ? undefined : withoutAuthority(standing)
  if (refused !== undefined) return { message: refusal(refused.rejected) }
  const open = await desk.incidents.find('open', OPEN_LISTED)
  const others = open.filter(({ id }) => id !== alert.incident)
  if (others.length === 0) {
    const none = 'No incident is open. Declare one from the alert instead.'
    return { message: refusal(alert.incident === undefined ? none : 'No other incident is open.') }
  }
  const newest = others.toSorted((one, other) => other.number - one.number)
  return { form: linkModal(alert, newest) }
}
