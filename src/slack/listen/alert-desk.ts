import type { Alert, AlertCommand, AlertEvent } from '../../core/alert/alert.ts'
import { FIRING } from '../../core/alert/decider.ts'
import { wanted } from '../../core/alert/declaring.ts'
import { titleOf } from '../../core/alert/naming.ts'
import type { AlertOrigin } from '../../core/incident/linked-alerts.ts'
import { TITLE_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { clip } from '../../core/text.ts'
import type { Handled } from '../../engine/engine.ts'
import type { Message } from '../blocks.ts'
import { alertList } from '../views/alert-list.ts'
import type { Classifying } from '../views/classifier-modal.ts'
import { type Asked, askerOf, type Desk } from './desk.ts'

/** Looked through for what matters most; a storm of more lines than these is not read line by line. */
export const LOOKED_AT_MAX = 200

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
  return alertList(await desk.alerts.find(FIRING, LOOKED_AT_MAX), desk.policy)
}

/** What an incident that is declared from an alert knows of it; `taken`: why it cannot be declared from it. */
export async function originOf(desk: Desk, id: string): Promise<AlertOrigin | { taken: string }> {
  const alert = await desk.alerts.load(id)
  if (alert === undefined) return { taken: `There is no ${id} any more. Declare it without.` }
  if (alert.incident !== undefined)
    return { taken: `${id} belongs to ${alert.incident} already, so I declared nothing.` }
  return { id, title: titleOf(alert), level: alert.level, at: alert.firedAt }
}

/** What the alert says of the incident that it may be: by the policy's rule for such alerts, or else by its labels. */
export function knownOfAlert(alert: Alert, policy: Policy): Classifying {
  const title = clip(titleOf(alert), TITLE_MAX)
  const { classes = classesNamed(alert, policy), severity, answers = {} } = wanted(alert, policy) ?? {}
  return { title, classes, answers, ...(severity !== undefined && { severity }) }
}

/** Many teams label their alerts by what they are about; where the policy says nothing, its classes are looked for. */
function classesNamed({ labels }: Alert, { classes }: Policy): string[] {
  const named = CLASS_LABELS.map((label) => (Object.hasOwn(labels, label) ? labels[label] : undefined))
  return [...new Set(named.filter((name) => name !== undefined && Object.hasOwn(classes, name)))] as string[]
}
const CLASS_LABELS = ['class', 'area', 'component']
