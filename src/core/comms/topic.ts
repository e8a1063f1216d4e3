import type { Topic } from '../incident/topic.ts'
import type { CommsCommand, CommsEvent } from './comms.ts'
import { decideComms } from './decide.ts'
import { commsDetails, commsDoes } from './describe.ts'
import { publicFell, publicFollows, publicTimer } from './duty.ts'
import { evolveComms } from './evolve.ts'
import { reactComms } from './react.ts'

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
    'record-delivered': 'own',
    'record-undelivered': 'own',
    'record-statuspage': 'own',
    'record-statuspage-drift': 'own',
  },
  events: {
    'message-written': 'whoever',
    'message-edited': 'whoever',
    'approval-asked': 'whoever',
    'message-approved': 'whoever',
    'message-declined': 'whoever',
    'message-dropped': 'whoever',
    'message-released': 'whoever',
    'message-delivered': 'bot',
    'message-undelivered': 'bot',
    'public-promised': 'bot',
    'public-nudged': 'bot',
    'public-asked': 'bot',
    'public-missed': 'bot',
    'statuspage-told': 'bot',
    'statuspage-drifted': 'bot',
  },
  decide: decideComms,
  evolve: evolveComms,
  react: reactComms,
  follows: publicFollows,
  timers: publicTimer,
  fired: publicFell,
  does: commsDoes,
  details: commsDetails,
}
