import type { Topic } from '../incident/topic.ts'
import { close } from './closing.ts'
import { reviewDetails, reviewDoes } from './describe.ts'
import { evolveReview, withAmendedFindings } from './evolve.ts'
import {
  addFollowUp,
  changeFollowUp,
  dropFollowUp,
  finishFollowUp,
  linkFollowUp,
  takeUpFollowUp,
} from './follow-ups.ts'
import { reviewFollows } from './follows.ts'
import { reviewLabels } from './labels.ts'
import { logged } from './log-words.ts'
import { reactReview } from './react.ts'
import type { ReviewCommand, ReviewEvent } from './review.ts'
import { contribute, giveReview, moveReview, ownReview } from './reviewing.ts'
import { resolve, summarise } from './summary.ts'
import { reviewDue, reviewTimers } from './wake-ups.ts'
import { reviewWithoutWords } from './without-words.ts'

/** What comes after: the summary, the review, follow-ups, decisions and near misses, and closing. */
export const review: Topic<ReviewCommand, ReviewEvent> = {
  commands: {
    resolve: 'resolve',
    summarise: 'summarise',
    'own-review': 'own-review',
    'give-review': 'review',
    'move-review': 'review',
    contribute: 'review',
    close: 'close',
    'add-follow-up': 'follow-up',
    'change-follow-up': 'follow-up',
    'finish-follow-up': 'follow-up',
    'drop-follow-up': 'follow-up',
    'take-up-follow-up': 'follow-up',
    'record-follow-up-link': 'own',
    'log-decision': 'log',
    'log-near-miss': 'log',
  },
  events: {
    summarised: 'whoever',
    'review-started': 'bot',
    'review-cancelled': 'bot',
    'review-owned': 'whoever',
    'review-moved': 'whoever',
    'review-reminded': 'bot',
    'review-overdue': 'bot',
    contributed: 'whoever',
    closed: 'whoever',
    'follow-up-added': 'whoever',
    'follow-up-changed': 'whoever',
    'follow-up-done': 'whoever',
    'follow-up-dropped': 'whoever',
    'follow-up-taken-up': 'whoever',
    'follow-up-reminded': 'bot',
    'follow-up-overdue': 'bot',
    'follow-up-linked': 'whoever',
    'decision-logged': 'whoever',
    'near-miss-logged': 'whoever',
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'resolve':
        return resolve(state, command)
      case 'summarise':
        return summarise(state, command)
      case 'own-review':
        return ownReview(state, command, context)
      case 'give-review':
        return giveReview(state, command)
      case 'move-review':
        return moveReview(state, command, context)
      case 'contribute':
        return contribute(state, command)
      case 'close':
        return close(state)
      case 'add-follow-up':
        return addFollowUp(state, command, context)
      case 'change-follow-up':
        return changeFollowUp(state, command, context)
      case 'finish-follow-up':
        return finishFollowUp(state, command)
      case 'drop-follow-up':
        return dropFollowUp(state, command)
      case 'take-up-follow-up':
        return takeUpFollowUp(state, command, context)
      case 'record-follow-up-link':
        return linkFollowUp(state, command)
      case 'log-decision':
        return logged('decision-logged', command.text)
      case 'log-near-miss':
        return logged('near-miss-logged', command.text)
    }
  },
  evolve: evolveReview,
  react: reactReview,
  follows: reviewFollows,
  timers: reviewTimers,
  fired: reviewDue,
  labels: reviewLabels,
  notes: withAmendedFindings,
  kinds: {
    summarised: 'review',
    'review-started': 'review',
    'review-cancelled': 'review',
    'review-owned': 'review',
    'review-moved': 'review',
    'review-reminded': 'review',
    'review-overdue': 'review',
    contributed: 'note',
    closed: 'act',
    'follow-up-added': 'review',
    'follow-up-changed': 'review',
    'follow-up-done': 'review',
    'follow-up-dropped': 'review',
    'follow-up-taken-up': 'review',
    'follow-up-reminded': 'review',
    'follow-up-overdue': 'review',
    'follow-up-linked': 'review',
    'decision-logged': 'note',
    'near-miss-logged': 'note',
  },
  withoutWords: reviewWithoutWords,
  does: reviewDoes,
  details: reviewDetails,
}
