import type { Entry } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { AmendEvent } from './amend.ts'

/** Remembers what was amended, so that nothing is taken back twice, and keeps the newest update as it is meant now. */
export function evolveAmend(state: Incident, { seq, event }: Entry<AmendEvent>): Incident {
  const { entry } = event
  const known = state.amended[entry] ?? { corrections: [] }
  switch (event.type) {
    case 'entry-corrected': {
      const amended = { ...known, corrections: [...known.corrections, seq] }
      return withUpdate({ ...state, amended: { ...state.amended, [entry]: amended } }, event)
    }
    case 'entry-withdrawn':
      return withUpdate(
        { ...state, amended: { ...state.amended, [entry]: { ...known, withdrawn: true } } },
        event,
      )
    case 'entry-redacted': // the engine has folded the words away already
      return state
  }
}

/** The card shows the newest update, so it must not go on showing what was corrected or taken back. */
function withUpdate(state: Incident, event: AmendEvent): Incident {
  const { lastUpdate } = state
  if (lastUpdate?.entry !== event.entry) return state
  if (event.type === 'entry-withdrawn') return { ...state, lastUpdate: { ...lastUpdate, withdrawn: true } }
  if (event.type !== 'entry-corrected') return state
  const { impact: _, next: __, ...rest } = lastUpdate
  const said = event.text === undefined ? lastUpdate : { ...rest, summary: event.text }
  return { ...state, lastUpdate: { ...said, ...(event.at !== undefined && { at: event.at }) } }
}
