import { type Rejection, reject } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { undecidedSwitches } from '../incident/levers.ts'
import type { Act } from '../policy.ts'
import { STAGE_WORDS } from './reviewing.ts'

/** Everything that keeps an incident from being closed, each a sentence that says what to do. */
export function missingToClose(state: Incident): string[] {
  return CHECKS.flatMap((check) => check(state))
}

/** What has to be so before an incident is closed, each check on its own. */
const CHECKS: readonly ((state: Incident) => string[])[] = [unreviewed, ownerless, undecided]

export function close(state: Incident): IncidentEvent[] | Rejection {
  if (state.status !== 'resolved') {
    return reject(
      'not-resolved',
      `${state.id} is ${state.status}; it is closed after it is resolved: \`/incident resolve ${state.id}\`.`,
    )
  }
  const missing = missingToClose(state)
  if (missing.length === 0) return [{ type: 'closed' }]
  return reject(
    'not-ready',
    [`${state.id} cannot be closed yet:`, ...missing.map((what) => `• ${what}`)].join('\n'),
  )
}

function unreviewed({ id, review }: Incident): string[] {
  if (review === undefined || review.stage === 'reviewed') return []
  return [
    `The review is ${STAGE_WORDS[review.stage]}. When it was talked through: \`/incident review ${id} reviewed\`.`,
  ]
}

function ownerless({ id, followUps }: Incident): string[] {
  const nobodys = followUps.filter(({ state, owner }) => state === 'open' && owner === undefined)
  if (nobodys.length === 0) return []
  const which = nobodys.map(({ number }) => number).join(', ')
  const what = nobodys.length === 1 ? `Follow-up ${which} has` : `The follow-ups ${which} have`
  return [`${what} no owner. Name one, or drop it with a reason: \`/incident followups ${id}\`.`]
}

/** A switch that is still pulled is either put back or kept by somebody who answers for it. */
function undecided(state: Incident): string[] {
  return undecidedSwitches(state).map(({ key, name }) => {
    const how = `\`/killswitch restore ${key} <reason>\`, or \`/killswitch keep ${key} <reason>\``
    return `The kill switch ${name} is still pulled. Restore it, or keep it with a reason: ${how}.`
  })
}

/**
 * What may still be done to a closed incident. It is a record by then: it takes notes, and it can be reopened. Its
 * follow-ups are work that goes on, so they change.
 */
const AFTER_CLOSING: Record<Act, boolean> = {
  declare: true, // that is about another one
  note: true,
  reopen: true,
  'follow-up': true,
  // It takes more evidence, and what is in it can be put right, with a trace.
  capture: true,
  'add-evidence': true,
  'correct-moment': true,
  correct: true,
  withdraw: true,
  redact: true,
  export: true,
  // What happened is told when the review is done, and what was said wrongly can be put right later still.
  'write-message': true,
  'send-message': true,
  'silence-alert': true,
  'link-alert': true,
  acknowledge: true,
  'post-update': false,
  'change-status': false,
  resolve: false,
  'change-severity': false,
  'take-role': false,
  'assign-role': false,
  rename: false,
  snooze: false,
  escalate: false,
  page: false,
  summarise: false,
  review: false,
  'own-review': false,
  log: false,
  close: false,
}

/** Why this cannot be done to an incident that is closed; undefined when it can, or when it is not closed. */
export function refusedAsClosed({ id, closed }: Incident, act: Act): Rejection | undefined {
  if (closed === undefined || AFTER_CLOSING[act]) return undefined
  return reject(
    'closed',
    `${id} is closed, so it does not change any more. To add to its record: \`/incident note ${id} <text>\`; if it is back: \`/incident reopen ${id} <reason>\`.`,
  )
}
