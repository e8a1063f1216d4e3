import type { Outcome, Owed, Pace, Performers } from '../../engine/outcome.ts'
import { outcomeOf } from '../failure.ts'
import type { Hands } from './hands.ts'
import { CannotTell } from './post.ts'

/** How one kind of effect is done in Slack, and which budgets it draws on. */
export type Work<This, With extends Hands = Hands> = {
  perform(owed: This, hands: With, signal: AbortSignal): Promise<Outcome>
  paces(subject: string): Pace[]
}

/**
 * Work by effect kind, as performers whose failures are outcomes. The engine stores state, entry and policy of every
 * kind of stream alike; `This` is what these effects are owed by, and nothing else owes them.
 */
export function performersFor<This, With extends Hands>(
  work: Readonly<Record<string, Work<This, With>>>,
  hands: With,
): Performers {
  return Object.fromEntries(
    Object.entries(work).map(([kind, { perform, paces }]) => [
      kind,
      {
        paces: ({ subject }: { subject: string }) => paces(subject),
        async perform(owed: Owed, signal: AbortSignal): Promise<Outcome> {
          try {
            return await perform(owed as This, hands, signal)
          } catch (error) {
            if (error instanceof CannotTell)
              return { outcome: 'give-up', why: `cannot tell whether it was posted: ${error.message}` }
            return outcomeOf(error, hands.now())
          }
        },
      },
    ]),
  )
}
