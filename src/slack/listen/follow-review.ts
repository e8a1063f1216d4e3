import { dayAt } from '../../core/calendar.ts'
import { readDate } from '../../core/date-words.ts'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import type { Intent } from '../../core/intent.ts'
import { followUpNumbered } from '../../core/review/follow-ups.ts'
import { reviewOf } from '../../core/review/reviewing.ts'
import { refusal } from '../views/answers.ts'
import { dropFollowUpModal, followUpModal } from '../views/follow-up-forms.ts'
import { reviewPanel } from '../views/review.ts'
import { logModal, summaryModal } from '../views/review-forms.ts'
import { clockOf } from './clock-of.ts'
import type { Asked, Desk } from './desk.ts'
import type { Reply } from './follow.ts'

type Of<Kind extends Intent['intent']> = Extract<Intent, { intent: Kind }>
/** What is said of an incident after it. */
export type AboutReview = Of<'summary' | 'review' | 'close' | 'follow-up' | 'end-follow-up' | 'log-words'>

const ABOUT: readonly Intent['intent'][] = [
  'summary',
  'review',
  'close',
  'follow-up',
  'end-follow-up',
  'log-words',
]

export function isAboutReview(intent: Intent): intent is AboutReview {
  return ABOUT.includes(intent.intent)
}

/** The command to give, or the form for what was left out, or what there is to see. */
export async function aboutReview(
  desk: Desk,
  asked: Asked,
  intent: AboutReview,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  switch (intent.intent) {
    case 'summary':
      return incident.closed === undefined
        ? { form: summaryModal(incident) }
        : { type: 'summarise', summary: {} } // refused with the reason
    case 'close':
      return { type: 'close' }
    case 'review':
      return review(desk, asked, intent, incident)
    case 'follow-up':
      return followUp(desk, asked, intent, incident)
    case 'end-follow-up':
      return endFollowUp(intent, incident)
    case 'log-words': {
      const { about, text } = intent
      if (text === undefined) return { form: logModal(about, incident) }
      return { type: about === 'decision' ? 'log-decision' : 'log-near-miss', text }
    }
  }
}

async function review(
  desk: Desk,
  asked: Asked,
  { to, owner }: Of<'review'>,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  if (to !== undefined) return { type: 'move-review', to }
  if (owner === 'me' || owner === asked.user) return { type: 'own-review' }
  if (owner !== undefined) {
    const { standing } = await desk.people.person(owner)
    return { type: 'give-review', person: { user: owner, standing } }
  }
  const known = reviewOf(incident)
  if ('rejected' in known && incident.status !== 'resolved') return { message: refusal(known.rejected) }
  return { message: reviewPanel(incident, desk.now()) }
}

/** At once when all was said and understood; otherwise the form, with what was. */
async function followUp(
  desk: Desk,
  asked: Asked,
  { text, owner, by }: Of<'follow-up'>,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const where = await clockOf(desk, asked.user)
  const date = by === undefined ? undefined : readDate(by, desk.now(), where)
  if (text !== undefined && owner !== undefined && date !== undefined && 'at' in date) {
    const { standing } = await desk.people.person(owner)
    return { type: 'add-follow-up', text, owner: { user: owner, standing }, due: date.at }
  }
  const problem = date !== undefined && 'wrong' in date ? `“${by}”: ${date.wrong}` : undefined
  const due = date !== undefined && 'at' in date ? dayAt(date.at, where.timeZone) : undefined
  return {
    form: followUpModal(incident, {
      ...(text !== undefined && { text }),
      ...(owner !== undefined && { owner }),
      ...(due !== undefined && { due }),
      ...(problem !== undefined && { problem }),
    }),
  }
}

function endFollowUp(
  { how, number, reason }: Of<'end-follow-up'>,
  incident: Incident,
): IncidentCommand | Reply {
  if (how === 'done') return { type: 'finish-follow-up', number }
  if (how === 'reopen') return { type: 'take-up-follow-up', number }
  const found = followUpNumbered(incident, number)
  if (reason === undefined && found?.state === 'open') return { form: dropFollowUpModal(incident, found) }
  return { type: 'drop-follow-up', number, reason: reason ?? '' }
}
