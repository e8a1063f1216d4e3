import type { Entry } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { clockTime } from '../mrkdwn.ts'
import { audienceName, nameOf, severityBadge } from './labels.ts'

/** To who owes the public a notice: it is due soon, or now, or it was missed. */
export function nudgePublicMessage(
  { event, seq }: Entry<IncidentEvent>,
  incident: Incident,
  policy: Policy,
): Message {
  const said = event.type === 'public-missed' ? missed(event) : due(event)
  const audience = incident.comms.publicDuty?.promise.audience
  const to = audience === undefined ? '' : ` to ${audienceName(audience, policy)}`
  return {
    text: `${incident.id}: ${said.plain}`,
    blocks: [
      section(
        `${said.text}${to}.* You are the one who sends it.\n${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}`,
      ),
      actions(`public ${incident.id} ${seq}`, [
        button({
          text: 'Write it…',
          action: ACTIONS.publicNotice,
          value: controlValue(incident.id),
          label: `Write the public notice of ${incident.id}`,
          style: 'primary',
        }),
        button({
          text: 'All messages',
          action: ACTIONS.comms,
          value: controlValue(incident.id),
          label: `All messages of ${incident.id}`,
        }),
      ]),
    ],
  }
}

function due(event: IncidentEvent): { text: string; plain: string } {
  const at = 'due' in event && typeof event.due === 'number' ? ` at ${clockTime(event.due)}` : ''
  return event.type === 'public-asked'
    ? {
        text: `⏰ *A notice is due now${at === '' ? '' : ` (${at.slice(4)})`}`,
        plain: 'a public notice is due now',
      }
    : { text: `⏰ *A notice is due${at}`, plain: 'a public notice is due soon' }
}

function missed({ count, inRow }: Extract<IncidentEvent, { type: 'public-missed' }>) {
  const what = count === 1 ? 'A notice was missed' : `${count} notices were missed`
  const plain = count === 1 ? 'a public notice was missed' : `${count} public notices were missed`
  return { text: `🚨 *${what}${inRow > 1 ? `, ${inRow} in a row` : ''}`, plain }
}
