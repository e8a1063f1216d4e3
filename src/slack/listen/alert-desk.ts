import type { Alert, AlertCommand, AlertEvent } from '../../core/alert/alert.ts'
import { TITLE_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { clip } from '../../core/text.ts'
import type { Handled } from '../../engine/engine.ts'
import type { Message } from '../blocks.ts'
import { alertList } from '../views/alert-list.ts'
import type { Classifying } from '../views/classifier-modal.ts'
import { type Asked, askerOf, type Desk } from './desk.ts'

/** One more than is shown, so that it can be said that there are more. */
const LISTED_MAX = 11

/** Has a person's command about an alert decided and committed. */
export async function actOnAlert(
  desk: Desk,
  asked: Asked,
  id: string,
  command: AlertCommand,
): Promise<Handled<Alert, AlertEvent>> {
  const actor = await askerOf(desk, asked.user)
  return desk.alerts.handle(id, command, { actor, via: asked.via, key: `${asked.key}:${id}` })
}

/** What fires now, what matters most first. */
export async function alertsMessage(desk: Desk): Promise<Message> {
  return alertList(await desk.alerts.find('open', LISTED_MAX), desk.policy)
}

/** The incident that somebody declared from an alert is what the alert belongs to. Known already when it is said twice. */
export async function linkDeclared(desk: Desk, asked: Asked, alert: string, incident: string): Promise<void> {
  const handled = await actOnAlert(desk, asked, alert, { type: 'link', incident })
  if (handled.result === 'rejected')
    desk.log.warn({ alert, incident, code: handled.rejection.code }, 'an alert could not be linked')
}

/** What the alert says of the incident that it may be: the policy's rule for such alerts, or what its labels name. */
export function knownOfAlert(alert: Alert, policy: Policy): Classifying {
  const named = alert.labels[CLASS_LABEL]
  const classes = named !== undefined && Object.hasOwn(policy.classes, named) ? [named] : []
  return { title: clip(alert.title, TITLE_MAX), classes, answers: {} }
}
const CLASS_LABEL = 'class'
