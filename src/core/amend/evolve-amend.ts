import type { Entry } from '../decider.ts'
import { amendmentIn } from '../incident/event-kinds.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import type { AmendEvent } from './amend.ts'

/** The card shows the newest update, so it must not go on showing what was corrected or taken back. */
export function evolveAmend(state: Incident, { event }: Entry<AmendEvent>): Incident {
  const { lastUpdate } = state
  if (lastUpdate?.entry !== event.entry) return state
  if (event.type === 'entry-withdrawn') return { ...state, lastUpdate: { ...lastUpdate, withdrawn: true } }
  if (event.type !== 'entry-corrected') return state // of a redaction: the engine has folded the words away already
  const { impact: _, next: __, ...rest } = lastUpdate
  const said = event.text === undefined ? lastUpdate : { ...rest, summary: event.text }
  return { ...state, lastUpdate: { ...said, ...(event.at !== undefined && { at: event.at }) } }
}

/** Remembers what was amended, by whatever topic: nothing is taken back twice, and a redaction reaches every correction. */
export function noteAmendment(state: Incident, { seq, event }: Entry<IncidentEvent>): Incident {
  const amendment = amendmentIn(event)
  if (amendment === undefined) return state
  const known = state.amended[amendment.of] ?? { corrections: [] }
  const remember = (amended: Incident['amended'][string]): Incident => ({
    ...state,
    amended: { ...state.amended, [amendment.of]: amended },
  })
  switch (amendment.how) {
    case 'corrected':
      return remember({ ...known, corrections: [...known.corrections, seq] })
    case 'withdrawn':
      return remember({ ...known, withdrawn: true })
    default:
      return state
  }
}
