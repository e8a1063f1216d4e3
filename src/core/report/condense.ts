import type { Entry } from '../decider.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { type Weight, weightOf } from './weight.ts'

/** How many entries there are of each weight. */
export type Weights = Record<Weight, number>

export function createWeights() {
  const weights: Weights = { key: 0, said: 0, minor: 0 }
  return {
    add({ event }: Entry<IncidentEvent>): void {
      weights[weightOf(event)] += 1
    },
    done: () => weights,
  }
}

/** Lines of a timeline where there is little room. */
const LINES_MAX = 250

/**
 * Which entries a short timeline shows: without the bot's bookkeeping; when that is still too much, only what changed
 * how the incident stood; when even that is too much, how it began and how it ended. Asked in order, once an entry.
 */
export function condensed({ key, said, minor }: Weights): {
  shows(entry: Entry<IncidentEvent>): boolean
  leftOut: number
} {
  const onlyKey = key + said > LINES_MAX
  const fits = Math.min(onlyKey ? key : key + said, LINES_MAX)
  const half = LINES_MAX / 2
  let seen = 0
  return {
    leftOut: key + said + minor - fits,
    shows({ event }) {
      const weight = weightOf(event)
      if (weight === 'minor' || (onlyKey && weight !== 'key')) return false
      seen += 1
      return !onlyKey || key <= LINES_MAX || seen <= half || seen > key - half
    },
  }
}
