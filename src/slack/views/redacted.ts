import type { Entry } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { type Message, section } from '../blocks.ts'
import { dateTime } from '../mrkdwn.ts'
import { doer } from './lines.ts'

/** What stands in the place of a message whose words were taken away. */
export function redactedMessage(entry: Entry<IncidentEvent>, { id }: Incident): Message {
  const about = entry.event.type === 'entry-redacted' ? ` #${entry.event.entry}` : ''
  const text = `${id}: the words of${about} were removed`
  return {
    text,
    blocks: [section(`🧽 The words of${about} were removed by ${doer(entry.actor)}, ${dateTime(entry.at)}.`)],
  }
}
