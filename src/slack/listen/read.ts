import type { Incident } from '../../core/incident/incident.ts'
import { TIMELINE_PAGE } from '../../core/limits.ts'
import type { Message } from '../blocks.ts'
import { list } from '../views/answers.ts'
import { timelineMessage } from '../views/timeline.ts'
import type { Desk } from './desk.ts'

/** One more than is shown, so that it can be said that there are more. */
const LIST_LIMIT = 21

export async function listMessage({ incidents }: Desk, all: boolean): Promise<Message> {
  const open = await incidents.find('open', LIST_LIMIT)
  const resolved = all ? await incidents.find('resolved', LIST_LIMIT) : []
  return list(
    [...open, ...resolved].sort((one, other) => other.number - one.number),
    all,
  )
}

/** Page 1 is the newest; a page past the end is the last. */
export async function timelinePage(
  { incidents, policy }: Desk,
  incident: Incident,
  wanted: number,
): Promise<Message> {
  const [newest] = await incidents.entries(incident.id, { limit: 1 })
  const last = newest?.seq ?? 0
  const pages = Math.max(1, Math.ceil(last / TIMELINE_PAGE))
  const page = Math.min(Math.max(1, wanted), pages)
  const before = last - (page - 1) * TIMELINE_PAGE + 1
  const entries = await incidents.entries(incident.id, { before, limit: TIMELINE_PAGE })
  return timelineMessage(incident, { entries, page, pages }, policy)
}
