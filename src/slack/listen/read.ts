import type { Incident } from '../../core/incident/incident.ts'
import type { ExportFormat } from '../../core/timeline/kinds.ts'
import type { Message } from '../blocks.ts'
import { filterOf, type Looking } from '../timeline-control.ts'
import { exportOnItsWay, list } from '../views/answers.ts'
import { timelineMessage } from '../views/timeline.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { outcomeMessage } from './outcome-message.ts'

/** One more than is shown, so that it can be said that there are more. */
const LIST_LIMIT = 21

export async function listMessage({ incidents }: Desk, all: boolean): Promise<Message> {
  if (!all) return list(await incidents.find('open'), all) // all of them: the worst may be the oldest
  const open = await incidents.find('open', LIST_LIMIT)
  const resolved = await incidents.find('resolved', LIST_LIMIT)
  return list(
    [...open, ...resolved].sort((one, other) => other.number - one.number),
    all,
  )
}

/** Page 1 is the newest; a page past the end is the last. */
export async function timelinePage(desk: Desk, incident: Incident, looked: Looking): Promise<Message> {
  const page = await desk.timelines.page(incident.id, { page: looked.page, filter: filterOf(looked) })
  return timelineMessage(incident, page, looked, desk.policy)
}

/** Has the timeline sent as a file, and says where it will be. */
export async function exportMessage(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  format: ExportFormat,
): Promise<Message> {
  const handled = await act(desk, asked, incident.id, { type: 'export-timeline', format })
  return handled.result === 'rejected'
    ? outcomeMessage(desk, incident.id, handled)
    : exportOnItsWay(incident, format)
}
