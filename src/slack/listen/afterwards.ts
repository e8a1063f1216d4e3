import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Intent } from '../../core/intent.ts'
import { openFollowUps } from '../../core/review/follow-ups.ts'
import { FOLLOW_UPS_OPEN, ownerLabel, REVIEW_OPEN } from '../../core/review/labels.ts'
import { type Which, whichIncident } from '../../core/which-incident.ts'
import type { Message } from '../blocks.ts'
import { section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { question, refusal } from '../views/answers.ts'
import { followUpList, isOverdue, type Owed } from '../views/follow-ups.ts'
import { logModal } from '../views/review-forms.ts'
import { type Asked, askerOf, type Desk, hereOf, locate } from './desk.ts'
import type { Reply } from './follow.ts'
import type { AboutReview } from './follow-review.ts'

type Of<Kind extends Intent['intent']> = Extract<Intent, { intent: Kind }>

/** Incidents that are looked through for what is owed. */
const LOOKED_MAX = 200

/**
 * Which incident is meant by what is said after one. Where none is open, it is the one whose review is not done yet,
 * if that is only one.
 */
export async function locateAfter(desk: Desk, asked: Asked, intent: AboutReview): Promise<Which<Incident>> {
  const number = intent.incident
  if (number !== undefined) return locate(desk, asked, number)
  const here = await hereOf(desk, asked)
  if (here.length > 0) return whichIncident<Incident>({ here, open: [] })
  const reviewed = await desk.incidents.find(REVIEW_OPEN, LOOKED_MAX)
  const isReview = intent.intent === 'summary' || intent.intent === 'review'
  if (isReview && reviewed.length > 0) return whichIncident<Incident>({ here: [], open: reviewed })
  const open = await desk.incidents.find('open', LOOKED_MAX)
  // Whoever says "close" may mean to resolve: what ends for good is not guessed.
  if (intent.intent === 'close') return whichIncident<Incident>({ here: [], open: [...open, ...reviewed] })
  return whichIncident<Incident>({ here: [], open: open.length > 0 ? open : reviewed })
}

/** Whether a decision or a near miss belongs to no incident. A near miss is not of one that happens to be open. */
export async function isForLog(
  desk: Desk,
  asked: Asked,
  { about, incident }: Of<'log-words'>,
): Promise<boolean> {
  if (incident !== undefined || (await hereOf(desk, asked)).length > 0) return false
  return about === 'near-miss' || (await desk.incidents.find('open', 1)).length === 0
}

/** Puts it into the organisation's log. */
export async function putInLog(desk: Desk, asked: Asked, { about, text }: Of<'log-words'>): Promise<Reply> {
  if (text === undefined) return { form: logModal(about) }
  return { message: await logged(desk, asked, about, text) }
}

async function logged(
  desk: Desk,
  asked: Asked,
  about: 'decision' | 'near-miss',
  text: string,
): Promise<Message> {
  const handled = await putOnLog(desk, asked, about, text)
  if (handled.result === 'rejected') return refusal(handled.rejection.rejected)
  const what = about === 'decision' ? 'decision' : 'near miss'
  const answer = `✅ The ${what} is in the log: ${lineOf(text, SHOWN.titleInLine)}\nIt belongs to no incident; \`/incident log\` shows it.`
  return { text: answer, blocks: [section(answer)] }
}

export async function putOnLog(desk: Desk, asked: Asked, about: 'decision' | 'near-miss', text: string) {
  const actor = await askerOf(desk, asked.user)
  const type = about === 'decision' ? 'log-decision' : 'log-near-miss'
  return desk.logbook.put({ type, text }, { actor, via: asked.via, key: asked.key })
}

/** `/incident followups`: of the incident that is named or where one is; otherwise of all. */
export async function followUpsMessage(desk: Desk, asked: Asked, intent: Of<'follow-ups'>): Promise<Message> {
  const { which, incident: number } = intent
  const now = desk.now()
  if (number !== undefined) {
    const found = await locate(desk, asked, number)
    if ('question' in found) return question(found.question, found.choices)
    return listed([found.incident], asked, which === 'here' ? 'all' : which, now, found.incident)
  }
  if (which === 'here') {
    const [one, ...others] = await hereOf(desk, asked)
    if (one !== undefined && others.length === 0) return listed([one], asked, 'all', now, one)
  }
  const label = which === 'mine' ? ownerLabel(asked.user) : FOLLOW_UPS_OPEN
  const found = await desk.incidents.find(which === 'all' ? 'resolved' : label, LOOKED_MAX)
  const open = which === 'all' ? await desk.incidents.find(FOLLOW_UPS_OPEN, LOOKED_MAX) : []
  const unique = [...new Map([...found, ...open].map((each) => [each.id, each])).values()]
  return listed(unique, asked, which, now)
}

const EMPTY: Record<Of<'follow-ups'>['which'], string> = {
  here: '🌤️ No follow-up is open.',
  all: 'There has been no follow-up yet. `/incident followup INC-n <text> @owner by <date>` adds one.',
  mine: '🌤️ No follow-up is yours.',
  overdue: '🌤️ No follow-up is overdue.',
}
const TITLES: Record<Of<'follow-ups'>['which'], string> = {
  here: 'Open follow-ups',
  all: 'Follow-ups',
  mine: 'Your follow-ups',
  overdue: 'Overdue follow-ups',
}

function listed(
  incidents: readonly Incident[],
  { user }: Asked,
  which: Of<'follow-ups'>['which'],
  now: Instant,
  one?: Incident,
): Message {
  const owed = incidents.flatMap((incident): Owed[] => {
    const all = which === 'all' ? incident.followUps : openFollowUps(incident)
    return all
      .filter((followUp) => which !== 'mine' || followUp.owner === user)
      .filter((followUp) => which !== 'overdue' || isOverdue(followUp, now))
      .map((followUp) => ({ incident, followUp }))
  })
  const title = one === undefined ? TITLES[which] : `${TITLES[which]} of ${one.id}`
  const empty =
    one === undefined
      ? EMPTY[which]
      : `${one.id} has no follow-up${which === 'overdue' ? ' that is overdue' : ''}.`
  return followUpList(owed, { title, empty, now, ...(one && { one }) })
}
