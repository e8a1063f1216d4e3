import type { Instant } from '../../core/decider.ts'
import { DAY } from '../../core/time-units.ts'
import type { Message } from '../blocks.ts'
import { type LogLine, logMessage } from '../views/log.ts'
import type { Desk } from './desk.ts'
import { switchDecisions } from './switch-history.ts'

const LOG_LINES_MAX = 100
const LOG_TYPES = ['decision-logged', 'near-miss-logged'] as const

/** `/incident log`: of all incidents and of none, oldest first. What was corrected reads as it is meant now. */
export async function logPage(desk: Desk, days: number): Promise<Message> {
  const now = desk.now()
  const page = { from: now - days * DAY, to: now + 1 }
  const [inIncidents, inLog, ofSwitches] = await Promise.all([
    newest(desk.incidents, page),
    newest(desk.logbook, page),
    switchDecisions(desk, page, LOG_LINES_MAX + 1),
  ])
  const lines = [
    ...(await asMeantNow(desk, inIncidents)),
    ...inLog.map(({ line }) => line),
    ...ofSwitches,
  ].sort((one, other) => one.at - other.at)
  return logMessage(lines.slice(-LOG_LINES_MAX), days, lines.length > LOG_LINES_MAX)
}

type Placed = { id: string; seq: number; line: LogLine }
type Logs = Pick<Desk['incidents'] | Desk['logbook'], 'entriesOfTypes'>

/** The last lines of a period; as many as are shown, and one more to know that there are more. */
async function newest(streams: Logs, page: { from: Instant; to: Instant }): Promise<Placed[]> {
  const kept: Placed[] = []
  let after: { id: string; entry: { at: Instant; seq: number } } | undefined
  for (;;) {
    const found = await streams.entriesOfTypes([...LOG_TYPES], {
      ...page,
      limit: LOG_LINES_MAX,
      ...(after && { after }),
    })
    for (const { id, entry } of found) {
      const { event, at, actor: by, seq } = entry
      if (event.type !== 'decision-logged' && event.type !== 'near-miss-logged') continue
      const kind = event.type === 'decision-logged' ? 'decision' : 'near-miss'
      kept.push({ id, seq, line: { kind, text: event.text, at, by } })
    }
    kept.splice(0, Math.max(0, kept.length - LOG_LINES_MAX - 1))
    after = found.at(-1)
    if (found.length < LOG_LINES_MAX) return kept
  }
}

/** Without what was taken back, and with the words and times of corrections. */
async function asMeantNow(desk: Desk, placed: readonly Placed[]): Promise<LogLine[]> {
  const ids = [...new Set(placed.map(({ id }) => id))]
  const states = new Map(
    await Promise.all(ids.map(async (id) => [id, await desk.incidents.load(id)] as const)),
  )
  const lines = placed.map(async ({ id, seq, line }): Promise<LogLine[]> => {
    const amended = states.get(id)?.amended[seq]
    if (amended?.withdrawn === true) return []
    const corrected = { ...line, incident: id }
    for (const correction of amended?.corrections ?? []) {
      const event = (await desk.incidents.entry(id, correction))?.event
      if (event?.type !== 'entry-corrected') continue
      corrected.text = event.text ?? corrected.text
      corrected.at = event.at ?? corrected.at
    }
    return [corrected]
  })
  return (await Promise.all(lines)).flat()
}
