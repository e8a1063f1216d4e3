import { dayAt } from '../../core/calendar.ts'
import type { Instant } from '../../core/decider.ts'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import { refusedAsClosed } from '../../core/review/closing.ts'
import { followUpNumbered } from '../../core/review/follow-ups.ts'
import { STAGES } from '../../core/review/review.ts'
import { type Message, section } from '../blocks.ts'
import type { MenuAfterChoice } from '../controls.ts'
import { ACTIONS, type Control } from '../controls.ts'
import { looking } from '../timeline-control.ts'
import { refusal } from '../views/answers.ts'
import { momentModal, noteModal } from '../views/capture-forms.ts'
import { dropFollowUpModal, followUpModal } from '../views/follow-up-forms.ts'
import { followUpLine } from '../views/follow-ups.ts'
import { reviewBelow, reviewPanel } from '../views/review.ts'
import { contributeModal, reviewOwnerModal, summaryModal } from '../views/review-forms.ts'
import { followUpsMessage } from './afterwards.ts'
import { clockOf } from './clock-of.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { outcomeMessage } from './outcome-message.ts'
import type { Pressed } from './press.ts'
import { timelinePage } from './read.ts'

const ON_REVIEWS: readonly string[] = [
  ACTIONS.summary,
  ACTIONS.review,
  ACTIONS.ownReview,
  ACTIONS.giveReview,
  ACTIONS.contribute,
  ACTIONS.followUp,
  ACTIONS.followUps,
  ACTIONS.finishFollowUp,
  ACTIONS.changeFollowUp,
  ACTIONS.dropFollowUp,
  ACTIONS.close,
]

export function isOnReviews(action: string): boolean {
  return ON_REVIEWS.includes(action) || action.startsWith(`${ACTIONS.moveReview}.`)
}

/** What a press comes to on anything that is about what comes after. */
export async function followReviewPress(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  { action, control }: { action: string; control: Control },
): Promise<Pressed> {
  switch (action) {
    case ACTIONS.summary:
      return unlessClosed(incident, 'summarise', () => summaryModal(incident))
    case ACTIONS.contribute:
      return unlessClosed(incident, 'review', () => contributeModal(incident))
    case ACTIONS.giveReview:
      return unlessClosed(incident, 'review', () => reviewOwnerModal(incident))
    case ACTIONS.review:
      return { message: reviewPanel(incident, desk.now()) }
    case ACTIONS.followUp:
      return { form: followUpModal(incident, {}) }
    case ACTIONS.followUps:
      return { message: await followUpsMessage(desk, asked, theirs(incident)) }
    case ACTIONS.ownReview:
      return done(desk, asked, incident, { type: 'own-review', saw: control.saw })
    case ACTIONS.close:
      return done(desk, asked, incident, { type: 'close' })
    case ACTIONS.finishFollowUp:
    case ACTIONS.changeFollowUp:
    case ACTIONS.dropFollowUp:
      return onFollowUp(desk, asked, incident, { action, number: Number(control.saw) })
    default:
      return move(desk, asked, incident, action, control)
  }
}

/** A choice of the menu of an incident that is over. */
export async function chosenAfter(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  choice: MenuAfterChoice,
): Promise<Pressed> {
  switch (choice) {
    case 'note':
      return { form: noteModal(incident) }
    case 'timeline':
      return { message: await timelinePage(desk, incident, looking(1)) }
    case 'followups':
      return { message: await followUpsMessage(desk, asked, theirs(incident)) }
    case 'moment':
      return { form: momentModal(incident) }
    case 'close':
      return done(desk, asked, incident, { type: 'close' })
  }
}

const NO_SUCH_BUTTON = 'This button does not exist any more, so I did nothing.'

function theirs({ number }: Incident) {
  return { intent: 'follow-ups', which: 'here', incident: number } as const
}

function unlessClosed(
  incident: Incident,
  act: Parameters<typeof refusedAsClosed>[1],
  form: () => Extract<Pressed, { form: unknown }>['form'],
): Pressed {
  const refused = refusedAsClosed(incident, act)
  return refused === undefined ? { form: form() } : { message: refusal(refused.rejected) }
}

async function move(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  action: string,
  { saw }: Control,
): Promise<Pressed> {
  const stage = (text: string) => STAGES.find((known) => known === text)
  const [to, seen] = [stage(action.slice(`${ACTIONS.moveReview}.`.length)), stage(saw)]
  if (to === undefined) return { message: refusal(NO_SUCH_BUTTON) }
  return done(desk, asked, incident, { type: 'move-review', to, ...(seen && { saw: seen }) })
}

async function onFollowUp(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  { action, number }: { action: string; number: number },
): Promise<Pressed> {
  if (!Number.isInteger(number)) return { message: refusal(NO_SUCH_BUTTON) }
  const found = followUpNumbered(incident, number)
  if (action === ACTIONS.finishFollowUp || found === undefined || found.state !== 'open')
    return done(desk, asked, incident, { type: 'finish-follow-up', number }, number)
  if (action === ACTIONS.dropFollowUp) return { form: dropFollowUpModal(incident, found) }
  const { timeZone } = await clockOf(desk, asked.user)
  const { text, owner, due } = found
  const given = {
    text,
    ...(owner !== undefined && { owner }),
    ...(due !== undefined && { due: dayAt(due, timeZone) }),
  }
  return { form: followUpModal(incident, given, found) }
}

/**
 * What became of it. In a direct message it takes the place of what was asked there, so that nobody is asked twice;
 * on the home page the page itself shows it.
 */
async function done(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  command: IncidentCommand,
  number?: number,
): Promise<Pressed> {
  const handled = await act(desk, asked, incident.id, command)
  if (handled.result !== 'rejected' && asked.channel === undefined) return { quiet: true }
  const message = await outcomeMessage(desk, incident.id, handled)
  if (handled.result === 'rejected') return { message }
  const { state } = handled
  const more =
    number === undefined ? reviewBelow(state, desk.now()) : followUpBelow(state, number, desk.now())
  return { message: { text: message.text, blocks: [...message.blocks, ...more] }, replace: 'direct' }
}

/** The follow-up as it stands now. */
function followUpBelow(incident: Incident, number: number, now: Instant): Message['blocks'] {
  const followUp = followUpNumbered(incident, number)
  return followUp === undefined ? [] : [section(followUpLine({ incident, followUp }, now, true))]
}
