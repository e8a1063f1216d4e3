import { createRepeats, type Repeats } from '../../core/amend/repeats.ts'
import { isRejection } from '../../core/decider.ts'
import { sourceOf } from '../../core/incident/event-kinds.ts'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import type { Intent } from '../../core/intent.ts'
import type { Message } from '../blocks.ts'
import { looking } from '../timeline-control.ts'
import { redactedAnswer } from '../views/amended.ts'
import { refusal } from '../views/answers.ts'
import { type Asked, act, type Desk } from './desk.ts'
import type { Reply } from './follow.ts'
import { meant } from './meant.ts'
import { outcomeMessage } from './outcome-message.ts'
import { exportMessage, timelinePage } from './read.ts'

type AboutTimeline = Extract<Intent, { intent: 'timeline' | 'export' | 'correct' | 'withdraw' | 'redact' }>

const INTENTS = ['timeline', 'export', 'correct', 'withdraw', 'redact']
export function isAboutTimeline(intent: Intent): intent is AboutTimeline {
  return INTENTS.includes(intent.intent)
}

/** What is to be read of a timeline, or said about its entries. */
export async function aboutTimeline(
  desk: Desk,
  asked: Asked,
  intent: AboutTimeline,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  switch (intent.intent) {
    case 'timeline':
      return { message: await lookedAt(desk, asked, intent, incident) }
    case 'export':
      return { message: await exportMessage(desk, asked, incident, intent.format) }
    case 'correct': {
      const { entry, text } = intent
      const at = intent.when && (await meant(desk, asked.user, intent.when))
      if (isRejection(at)) return { message: refusal(at.rejected) }
      return {
        type: 'correct-entry',
        entry,
        ...(at !== undefined && { at }),
        ...(text !== undefined && { text }),
      }
    }
    case 'withdraw':
      return { type: 'withdraw-entry', entry: intent.entry, reason: intent.reason ?? '' }
    case 'redact':
      return { message: await redact(desk, asked, intent, incident) }
  }
}

async function lookedAt(
  desk: Desk,
  { user }: Asked,
  { page, view = 'story', by, since, until, text }: Extract<Intent, { intent: 'timeline' }>,
  incident: Incident,
): Promise<Message> {
  const from = since && (await meant(desk, user, since))
  if (isRejection(from)) return refusal(from.rejected)
  const to = until && (await meant(desk, user, until))
  if (isRejection(to)) return refusal(to.rejected)
  return timelinePage(desk, incident, {
    ...looking(page),
    view,
    ...(by !== undefined && { by }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(text !== undefined && { text }),
  })
}

/** The words go from every entry that repeats them; of those in which they stand among others the person is told. */
async function redact(
  desk: Desk,
  asked: Asked,
  { entries, reason = '' }: Extract<Intent, { intent: 'redact' }>,
  incident: Incident,
): Promise<Message> {
  const [named = 0] = entries
  const target = await desk.incidents.entry(incident.id, named)
  const repeats: Repeats = { same: [], among: [] }
  if (target !== undefined) {
    const looking = createRepeats(target)
    for await (const entry of desk.incidents.walk(incident.id)) looking.add(entry)
    Object.assign(repeats, looking.found())
  }
  const command: IncidentCommand = { type: 'redact-entries', entries: [...entries, ...repeats.same], reason }
  const handled = await act(desk, asked, incident.id, command)
  if (handled.result !== 'committed' || target === undefined)
    return outcomeMessage(desk, incident.id, handled)
  const gone = handled.entries.flatMap(({ event }) => (event.type === 'entry-redacted' ? [event.entry] : []))
  return redactedAnswer(incident, {
    gone,
    among: repeats.among.filter((seq) => !gone.includes(seq)),
    source: sourceOf(target.event),
  })
}
