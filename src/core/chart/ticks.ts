import type { Instant } from '../decider.ts'

/** One or more things of a kind that happened so close together that they are drawn as one. */
export type Tick = { at: Instant; count: number }

/** Places along the time axis that are told apart; there is no room to draw more. */
const PLACES = 400

/** Things of one kind along a time axis. However many are added, it holds no more than there is room to draw. */
export function createTicks(from: Instant, to: Instant) {
  const width = Math.max(1, (to - from) / PLACES)
  const places = new Map<number, { sum: number; count: number }>()
  return {
    add(at: Instant, count = 1): void {
      if (at < from || at > to || count <= 0) return
      const place = Math.min(PLACES - 1, Math.floor((at - from) / width))
      const { sum, count: before } = places.get(place) ?? { sum: 0, count: 0 }
      places.set(place, { sum: sum + (at - from) * count, count: before + count })
    },
    done(): Tick[] {
      return [...places]
        .sort(([one], [other]) => one - other)
        .map(([, { sum, count }]) => ({ at: from + sum / count, count }))
    },
  }
}
