import type { Entry } from '../../core/decider.ts'
import { digestContent } from '../../core/digest/content.ts'
import type { Digest, DigestEvent } from '../../core/digest/digest.ts'
import { FOLLOW_UPS_OPEN, REVIEW_OPEN } from '../../core/review/labels.ts'
import type { Outcome, Owed, Performer } from '../../engine/outcome.ts'
import { outcomeOf } from '../failure.ts'
import type { Incidents } from '../listen/desk.ts'
import { postPaces } from '../paces.ts'
import { digestMessage } from '../views/digest.ts'
import { DONE, type Hands } from './hands.ts'
import { CannotTell, postOnce } from './post.ts'

/** Of each kind that is looked at; a digest of more would not be read. */
const LOOKED_MAX = 200

/** Posts the weekly digest, of what is so when it is posted. */
export function digestPerformer(hands: Hands, incidents: Pick<Incidents, 'find'>): Performer {
  async function perform(owed: Owed): Promise<Outcome> {
    const { event } = owed.entry as Entry<DigestEvent>
    const { weekly } = owed.state as Digest
    if (event.type !== 'digest-due' || weekly === undefined) return DONE
    const channel = await hands.channels.named(weekly.channel)
    if (channel === undefined)
      return { outcome: 'give-up', why: `there is no public channel #${weekly.channel} that the bot can see` }
    const [open, reviews, owing, over] = await Promise.all(
      ['open', REVIEW_OPEN, FOLLOW_UPS_OPEN, 'resolved'].map((label) => incidents.find(label, LOOKED_MAX)),
    )
    if (!open || !reviews || !owing || !over) return DONE
    const now = hands.now()
    const content = digestContent({ open, reviews, owing, over }, event.from, now)
    await postOnce(owed, { channel }, digestMessage(content, event.from, now), hands)
    return DONE
  }

  return {
    paces: ({ subject }) => postPaces(subject),
    async perform(owed) {
      try {
        return await perform(owed)
      } catch (error) {
        return error instanceof CannotTell
          ? { outcome: 'give-up', why: error.message }
          : outcomeOf(error, hands.now())
      }
    },
  }
}
