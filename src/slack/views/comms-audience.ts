import type { Text } from '../../core/comms/comms.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { context, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf, pieces } from '../mrkdwn.ts'
import { slackText } from './comms-preview.ts'

/** A released text as a channel of an audience gets it. */
export function audienceMessage(
  { text, corrects }: { text: Text; corrects?: number },
  { id }: Pick<Incident, 'id'>,
): Message {
  const kind = corrects === undefined ? '' : '✏️ *Correction* · '
  return {
    text: lineOf(text.title || text.body, SHOWN.titleInCard),
    blocks: [
      ...pieces(slackText(text), LIMITS.sectionText).map((piece) => section(piece)),
      context(`${kind}${id}`),
    ],
  }
}
