import type { Doer, Topic } from '../incident/topic.ts'
import { addEvidence, recordFile, recordFiles } from './add-evidence.ts'
import type { CaptureCommand, CaptureEvent } from './capture.ts'
import { correctMoment } from './correct-moment.ts'
import { captureDetails, captureDoes } from './describe-capture.ts'
import { evolveCapture } from './evolve-capture.ts'
import { addMessage, captureMessage, lookAgain, recordMessage } from './messages.ts'
import { markedAfter } from './moments.ts'
import { reactCapture } from './react-capture.ts'

/** What people say, show and pin: messages, evidence, and the moments that an incident is measured by. */
export const capture: Topic<CaptureCommand, CaptureEvent> = {
  commands: {
    'capture-message': 'capture',
    'look-again': 'own',
    'record-message': 'own',
    'add-message': 'capture',
    'add-evidence': 'add-evidence',
    'record-files': 'own',
    'record-file': 'own',
    'correct-moment': 'correct-moment',
  },
  // A look is the bot's, what it finds is somebody's doing.
  events: {
    'look-asked': 'whoever',
    'look-lapsed': 'bot',
    'message-captured': by,
    'message-corrected': by,
    'message-withdrawn': by,
    'message-lost': 'bot',
    'evidence-added': 'whoever',
    'file-shared': by,
    'file-described': 'bot',
    'file-kept': 'bot',
    'file-not-kept': 'bot',
    'moment-corrected': 'whoever',
  },
  bookkeeping: ['look-asked', 'look-lapsed', 'file-described'],
  pointsAt(event) {
    switch (event.type) {
      case 'message-corrected':
        return { entry: event.of, how: 'corrects' }
      case 'message-withdrawn':
        return { entry: event.of, how: 'withdraws' }
      case 'message-lost':
        return { entry: event.of, how: 'marks' }
      default:
        return undefined
    }
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'capture-message':
        return captureMessage(state, command)
      case 'look-again':
        return lookAgain(state, command)
      case 'record-message':
        return recordMessage(state, command, context)
      case 'add-message':
        return addMessage(state, command, context)
      case 'add-evidence':
        return addEvidence(state, command, context)
      case 'record-files':
        return recordFiles(state, command, context)
      case 'record-file':
        return recordFile(state, command)
      case 'correct-moment':
        return correctMoment(state, command, context)
    }
  },
  evolve: evolveCapture,
  notes(state, entry) {
    const moments = markedAfter(state.moments, entry)
    return moments === state.moments ? state : { ...state, moments }
  },
  react: reactCapture,
  labels: ({ messages }) => Object.keys(messages).map((key) => `message:${key}`),
  does: captureDoes,
  details: captureDetails,
}

function by({ by: user }: { by?: string }): Doer {
  return user === undefined ? 'bot' : { user }
}
