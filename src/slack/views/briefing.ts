import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { openRuns } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import type { TimelineLine } from '../../core/timeline/timeline-line.ts'
import { header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf, packed } from '../mrkdwn.ts'
import { cardBlocks } from './card.ts'
import { headline, roleName, severityBadge } from './labels.ts'
import { pageControls } from './page.ts'
import { lineInTimeline } from './timeline-line.ts'

/** How an incident stands, for somebody who takes over: why they are told, the card, and what was done lately. */
export function briefing(
  because: IncidentEvent,
  incident: Incident,
  policy: Policy,
  lines: readonly TimelineLine[],
): Message {
  const why = reason(because, incident, policy)
  const done = lines.map((line) => lineInTimeline(line, policy, { seconds: false }))
  const waiting = openRuns(incident).at(-1)
  return {
    text: `${severityBadge(incident.severity)} ${incident.id}: ${why}`,
    blocks: [
      section(`🔁 *${why}* This is how it stands.`),
      header(headline(incident)),
      ...cardBlocks(incident, policy, under(incident)),
      section('*What was done lately*'),
      ...(done.length === 0 ? ['_Nothing is on the timeline yet._'] : packed(done, LIMITS.sectionText)).map(
        (text) => section(text),
      ),
      ...(waiting === undefined
        ? []
        : [section('📟 *A page waits for an answer.*'), pageControls(incident, waiting, policy)]),
    ],
  }
}

function reason(because: IncidentEvent, { id }: Incident, policy: Policy): string {
  if (because.type !== 'on-call-changed') return `You are ${roleName('commander', policy)} of ${id} now.`
  return `You are on call now as ${lineOf(because.name, SHOWN.titleInLine)}, and ${id} is open.`
}

function under({ id }: Incident): string {
  return `\`/incident timeline ${id}\` tells the whole story.`
}
