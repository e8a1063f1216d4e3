import type { Incident } from '../../core/incident/incident.ts'
import { type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { channel, lineOf } from '../mrkdwn.ts'

/** What is said beside the report's files: the key figures, and where the report is read and kept current. */
export function reportComment(
  incident: Incident,
  { inShort, canvas }: { inShort: string; canvas: boolean },
): string {
  const so = incident.status === 'resolved' ? 'Report of' : 'Report so far of'
  const where =
    canvas && incident.channel !== undefined
      ? `It is the canvas of ${channel(incident.channel.id)} too, where it follows what is added or corrected.`
      : `A newer one at any time: \`/incident report ${incident.id}\`.`
  return [
    `*${so} ${incident.id}* ${lineOf(incident.title, SHOWN.titleInLine)}`,
    lineOf(inShort, SHOWN.reason),
    where,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** What whoever asked for it is told at once. */
export function reportComing({ id }: Incident, to: 'thread' | 'me'): Message {
  const where = to === 'thread' ? 'to the thread of its card' : 'to your messages with me'
  const text = `📄 The report of *${id}* is on its way ${where}.`
  return { text, blocks: [section(text)] }
}
