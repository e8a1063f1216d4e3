import { say } from '../incident/owed.ts'
import type { Topic } from '../incident/topic.ts'
import type { CaptureCommand, CaptureEvent } from './capture.ts'
import { correctMoment } from './correct-moment.ts'
import { captureDetails, captureDoes } from './describe-capture.ts'
import { markedAfter } from './moments.ts'

/** What people say, show and pin: notes from elsewhere, evidence, and the moments that an incident is measured by. */
export const capture: Topic<CaptureCommand, CaptureEvent> = {
  commands: { 'correct-moment': 'correct-moment' },
  events: { 'moment-corrected': 'whoever' },
  decide: (state, command, context) => correctMoment(state, command, context),
  evolve: (state) => state,
  notes: (state, entry) => {
    const moments = markedAfter(state.moments, entry)
    return moments === state.moments ? state : { ...state, moments }
  },
  react: (_, state) => say(state),
  does: captureDoes,
  details: captureDetails,
}
