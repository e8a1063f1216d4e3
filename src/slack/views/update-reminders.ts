import type { Entry } from '../../core/decider.ts'
import { intervalMs, updateOwner } from '../../core/incident/cadence.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { MINUTE } from '../../core/time-units.ts'
import { actions, button, context, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { clockTime, user } from '../mrkdwn.ts'
import { updateButton } from './controls-row.ts'
import { nameOf, severityBadge } from './labels.ts'

/** To who owes the update: it is due soon, or it was missed. With a button for everything they can do about it. */
export function nudgeMessage(entry: Entry<IncidentEvent>, incident: Incident): Message {
  const { event } = entry
  const said = event.type === 'update-missed' ? missed(event) : due(event)
  return {
    text: `${incident.id}: ${said.plain}`,
    blocks: [
      section(`${said.text}\n${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}`),
      actions(`nudge ${incident.id} ${entry.seq}`, [
        updateButton(incident, true),
        ...snoozeButton(incident),
        handOverButton(incident),
      ]),
    ],
  }
}

/** To everybody: the update is due now. */
export function askUpdateMessage(entry: Entry<IncidentEvent>, incident: Incident): Message {
  const owner = updateOwner(incident)
  const who = owner === '' ? 'Nobody is in command.' : `${user(owner)}, what is the state of things?`
  const at = entry.event.type === 'update-asked' ? clockTime(entry.event.due) : 'now'
  return {
    text: `⏰ ${incident.id}: an update is due.`,
    blocks: [
      section(`⏰ *An update is due* (${at}). ${who}`),
      actions(`ask ${incident.id} ${entry.seq}`, [updateButton(incident, true)]),
      context(
        `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}${promise(incident)}`,
      ),
    ],
  }
}

function due(event: IncidentEvent): { text: string; plain: string } {
  const at = event.type === 'update-nudged' ? ` at ${clockTime(event.due)}` : ' soon'
  return { text: `⏰ *An update is due${at}.* You are the one who posts it.`, plain: 'an update is due soon' }
}

function missed({ count, inRow }: Extract<IncidentEvent, { type: 'update-missed' }>) {
  const what = count === 1 ? 'An update was missed' : `${count} updates were missed`
  const next =
    inRow > 1 ? 'Others are being paged for it.' : 'If the next one is missed too, others are paged.'
  return { text: `🚨 *${what}.* ${next}`, plain: what.toLowerCase() }
}

function snoozeButton({ id, promises, cadence }: Incident) {
  const { updates } = promises
  if (updates === undefined || cadence === undefined || cadence.snoozed >= updates.snooze.times) return []
  return [
    button({
      text: `Snooze ${updates.snooze.minutes} min`,
      action: ACTIONS.snooze,
      value: controlValue(id, `${cadence.due}`),
      label: `Put the update of ${id} off`,
    }),
  ]
}

function handOverButton({ id }: Incident) {
  return button({
    text: 'Hand over…',
    action: ACTIONS.handOver,
    value: controlValue(id),
    label: `Hand ${id} over`,
  })
}

function promise({ promises, status }: Incident): string {
  return promises.updates === undefined
    ? ''
    : ` · every ${intervalMs(promises.updates, status) / MINUTE} minutes`
}
