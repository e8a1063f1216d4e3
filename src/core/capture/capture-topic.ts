import type { Doer, Topic } from '../incident/topic.ts'
import { addEvidence, recordFile, recordFiles } from './add-evidence.ts'
import type { CaptureCommand, CaptureEvent } from './capture.ts'
import { correctMoment } from './correct-moment.ts'
import { captureDetails, captureDoes } from './describe-capture.ts'
import { captureNotes, evolveCapture } from './evolve-capture.ts'
import { addMessage, captureMessage, lookAgain, recordMessage } from './messages.ts'
import { reactCapture } from './react-capture.ts'
import { captureWithoutWords } from './without-words.ts'

/** What people say, show and pin: messages, evidence, and the moments that an incident is measured by. */
export const capture: Topic<CaptureCommand, CaptureEvent> = {
  commands: {
    'capture-message': 'capture',
    'record-message-changed': 'own',
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
  kinds: {
    'look-asked': 'bookkeeping',
    'look-lapsed': 'bookkeeping',
    'message-captured': ({ kind }) => (kind === 'evidence' ? 'evidence' : 'note'),
    'message-corrected': 'correction',
    'message-withdrawn': 'correction',
    'message-lost': 'correction',
    'evidence-added': 'evidence',
    'file-shared': 'evidence',
    'file-described': 'bookkeeping',
    'file-kept': 'bookkeeping',
    'file-not-kept': 'delivery',
    'moment-corrected': 'act',
  },
  withoutWords: captureWithoutWords,
  amends(event) {
    switch (event.type) {
      case 'message-corrected':
        return { of: event.of, how: 'corrected', details: captureDetails(event), at: event.happenedAt }
      case 'message-withdrawn':
        return { of: event.of, how: 'withdrawn', because: 'the last pin was taken from its message' }
      case 'message-lost':
        return { of: event.of, how: 'source-deleted' }
      default:
        return undefined
    }
  },
  source(event) {
    if (!('ts' in event)) return undefined
    const { channel, ts } = event
    const permalink = 'permalink' in event ? event.permalink : undefined
    return { channel, ts, ...(permalink !== undefined && { permalink }) }
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'capture-message':
        return captureMessage(state, command)
      case 'record-message-changed':
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
  notes: captureNotes,
  react: reactCapture,
  labels: ({ messages }) => Object.keys(messages).map((key) => `message:${key}`),
  does: captureDoes,
  details: captureDetails,
}

function by({ by: user }: { by?: string }): Doer {
  return user === undefined ? 'bot' : { user }
}
