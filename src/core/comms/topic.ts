import type { Topic } from '../incident/topic.ts'
import type { CommsCommand, CommsEvent } from './comms.ts'
import { decideComms } from './decide.ts'
import { commsDetails, commsDoes } from './describe.ts'
import { publicFell, publicFollows, publicTimer } from './duty.ts'
import { evolveComms, failedDelivery } from './evolve.ts'
import { openPage, PAGE_OPEN } from './page.ts'
import { askNewApprover, reactComms } from './react.ts'
import { commsWithoutWords } from './without-words.ts'

/** What is told to customers, stakeholders and colleagues, and who has to approve it. */
export const comms: Topic<CommsCommand, CommsEvent> = {
  commands: {
    'write-message': 'write-message',
    'edit-message': 'write-message',
    'drop-message': 'write-message',
    'send-message': 'send-message',
    // Who may approve is said by each audience; `decide` asks it.
    'approve-message': 'write-message',
    'decline-message': 'write-message',
    'resend-message': 'send-message',
    'tell-by-hand': 'send-message',
    'record-asked': 'own',
    'record-delivered': 'own',
    'record-undelivered': 'own',
    'record-statuspage-drift': 'own',
    'record-statuspage-restored': 'own',
    'record-statuspage-unrestored': 'own',
    'take-statuspage': 'send-message',
    'restore-statuspage': 'send-message',
  },
  events: {
    'message-written': 'whoever',
    'message-edited': 'whoever',
    'approval-asked': 'whoever',
    'message-approved': 'whoever',
    'message-declined': 'whoever',
    'message-dropped': 'whoever',
    'message-released': 'whoever',
    'approval-sought': 'bot',
    'message-delivered': ({ byHand }) => (byHand === true ? 'whoever' : 'bot'),
    'message-undelivered': 'bot',
    'public-promised': 'bot',
    'public-nudged': 'bot',
    'public-asked': 'bot',
    'public-missed': 'bot',
    'statuspage-told': 'bot',
    'statuspage-drifted': 'bot',
    'statuspage-agreed': 'bot',
    'statuspage-taken': 'whoever',
    'statuspage-restoring': 'whoever',
    'statuspage-unrestored': 'bot',
  },
  decide: decideComms,
  evolve: evolveComms,
  react: reactComms,
  reacts: askNewApprover,
  notes: failedDelivery,
  follows: publicFollows,
  timers: publicTimer,
  fired: publicFell,
  labels: ({ comms }) => (openPage(comms) === undefined ? [] : [PAGE_OPEN]),
  kinds: {
    'message-written': 'update',
    'message-edited': 'update',
    'approval-asked': 'act',
    'message-approved': 'act',
    'message-declined': 'act',
    'message-dropped': 'act',
    'message-released': 'update',
    'approval-sought': 'bookkeeping',
    'message-delivered': 'delivery',
    'message-undelivered': 'delivery',
    'public-promised': 'promise',
    'public-nudged': 'promise',
    'public-asked': 'promise',
    'public-missed': 'promise',
    'statuspage-told': 'delivery',
    'statuspage-drifted': 'delivery',
    'statuspage-agreed': 'delivery',
    'statuspage-taken': 'act',
    'statuspage-restoring': 'act',
    'statuspage-unrestored': 'delivery',
  },
  withoutWords: commsWithoutWords,
  does: commsDoes,
  details: commsDetails,
}
