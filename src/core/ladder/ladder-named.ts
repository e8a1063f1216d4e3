import type { Policy } from '../policy.ts'
import type { Ladder, Rung } from './climber.ts'

/** A ladder with what follows it, as one; the rounds and the alarm are those of the first. */
export function ladderNamed(ladder: string, policy: Policy): Ladder {
  const { rounds, alarmEveryMinutes } = theLadder(ladder, policy)
  const rungs: Rung[] = []
  const { paging, rungs: known } = policy
  const seen = new Set<string>()
  for (let name: string | undefined = ladder; name !== undefined && !seen.has(name); ) {
    seen.add(name)
    const part = theLadder(name, policy)
    for (const rung of part.rungs) {
      rungs.push({
        rung,
        name: known[rung]?.name ?? rung,
        ackMinutes: known[rung]?.ackMinutes ?? part.ackMinutes ?? paging.ackMinutes,
      })
    }
    name = part.next
  }
  return { ladder, rungs, rounds, alarmEveryMinutes, firstPageAfterSeconds: paging.firstPageAfterSeconds }
}

function theLadder(ladder: string, policy: Policy) {
  const found = policy.ladders[ladder]
  if (found === undefined) throw new Error(`The policy has no ladder ${ladder}; checkPolicy lets none pass`)
  return found
}
