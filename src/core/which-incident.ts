import { type Incident, incidentId } from './incident/incident.ts'
import { CHOICES_MAX } from './limits.ts'

/** As much of an incident as it takes to choose. */
type Candidate = Pick<Incident, 'number' | 'id' | 'status'>

/** Where a person is and what they named. `named` is what was found under `number`. */
export type Whereabouts<Found extends Candidate> = {
  number?: number
  named?: Found
  /** Incidents whose own channel this is, or in the thread of whose card it was said. */
  here: readonly Found[]
  open: readonly Found[]
}

/** The incident that is meant, or what to ask: a sentence, and the incidents to choose from (maybe none). */
export type Which<Found extends Candidate> = { incident: Found } | { question: string; choices: Found[] }

/**
 * Which incident a person means. One that is named counts before all. Inside an incident's channel or thread that
 * one is meant, an open one first; elsewhere the only open one. Between several it is asked, never guessed.
 */
export function whichIncident<Found extends Candidate>(where: Whereabouts<Found>): Which<Found> {
  const { number, named, here, open } = where
  if (number !== undefined) {
    return named?.number === number ? { incident: named } : noSuch(number, open)
  }
  const openHere = here.filter((incident) => incident.status !== 'resolved')
  if (openHere.length > 0) return onlyOrAsk(openHere)
  if (here.length > 0) return onlyOrAsk(here)
  if (open.length > 0) return onlyOrAsk(open)
  const question =
    'No incident is open just now. To declare one: `/incident declare`. To work on one that is over, name it, such as INC-3; `/incident list all` shows them.'
  return { question, choices: [] }
}

function onlyOrAsk<Found extends Candidate>(among: readonly Found[]): Which<Found> {
  const [incident, ...others] = among
  if (incident !== undefined && others.length === 0) return { incident }
  const more = among.length > CHOICES_MAX ? ` These are the newest ${CHOICES_MAX} of ${among.length}.` : ''
  return {
    question: `Which incident do you mean? Put its number right after \`/incident\`.${more}`,
    choices: offered(among),
  }
}

function noSuch<Found extends Candidate>(number: number, open: readonly Found[]): Which<Found> {
  const next = open.length > 0 ? 'These are open:' : '`/incident list all` shows those there are.'
  return { question: `There is no ${incidentId(number)}. ${next}`, choices: offered(open) }
}

/** The newest ones. */
function offered<Found extends Candidate>(incidents: readonly Found[]): Found[] {
  return [...incidents].sort((one, other) => other.number - one.number).slice(0, CHOICES_MAX)
}
