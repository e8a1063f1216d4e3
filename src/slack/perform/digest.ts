import type { Entry } from '../../core/decider.ts'
import { digestContent } from '../../core/digest/content.ts'
import type { Digest, DigestEvent } from '../../core/digest/digest.ts'
import type { Policy } from '../../core/policy.ts'
import { FOLLOW_UPS_OPEN, REVIEW_OPEN } from '../../core/review/labels.ts'
import type { Outcome, Owed, Performer } from '../../engine/outcome.ts'
import { outcomeOf } from '../failure.ts'
import type { Incidents } from '../listen/desk.ts'
import { postPaces } from '../paces.ts'
import { digestLost, digestMessage } from '../views/digest.ts'
import { DONE, type Hands } from './hands.ts'
import { CannotTell, postOnce } from './post.ts'
import { membersBehind, tellAll } from './switch-people.ts'

/** Of each kind that is looked at; a digest of more would not be read. */
const LOOKED_MAX = 200

/**
 * Posts the weekly digest, of what is so when it is posted. Where its channel is gone it goes to the room and says so;
 * where it cannot be posted at all, those are told who answer for what is overdue.
 */
export function digestPerformer(hands: Hands, incidents: Pick<Incidents, 'find'>): Performer {
  async function perform(owed: Owed): Promise<Outcome> {
    const { event } = owed.entry as Entry<DigestEvent>
    const { weekly } = owed.state as Digest
    if (event.type !== 'digest-due' || weekly === undefined) return DONE
    const own = await hands.channels.named(weekly.channel)
    const missing = own === undefined ? weekly.channel : undefined
    const channel = own ?? (await hands.channels.named((owed.policy as Policy).channels.room))
    if (channel === undefined)
      return { outcome: 'give-up', why: `there is no public channel #${weekly.channel} that the bot can see` }
    const [open, reviews, owing, over] = await Promise.all(
      ['open', REVIEW_OPEN, FOLLOW_UPS_OPEN, 'resolved'].map((label) => incidents.find(label, LOOKED_MAX)),
    )
    if (!open || !reviews || !owing || !over) return DONE
    const now = hands.now()
    const content = digestContent({ open, reviews, owing, over }, event.from, now)
    await postOnce(owed, { channel }, digestMessage(content, event.from, now, missing), hands)
    return DONE
  }

  return {
    paces: ({ subject }) => postPaces(subject),
    async perform(owed) {
      const outcome = await perform(owed).catch(
        (error: unknown): Outcome =>
          error instanceof CannotTell
            ? { outcome: 'give-up', why: error.message }
            : outcomeOf(error, hands.now()),
      )
      if (outcome.outcome !== 'give-up') return outcome
      return (await tellManagers(owed, outcome.why, hands)) ?? outcome
    },
  }
}

/** Undefined once all were told who can be; else when to try again. */
async function tellManagers(owed: Owed, why: string, hands: Hands): Promise<Outcome | undefined> {
  const { managers } = (owed.policy as Policy).reviews
  const users = await membersBehind(managers, undefined, hands)
  return (await tellAll(owed, users, digestLost(why), hands, hands.now())).failed
}
