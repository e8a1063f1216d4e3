import { liveThrough, type Night } from './night.ts'
import { type Kept, keptOf, type Plan } from './plan.ts'

export type Shrunken = { plan: Plan; kept: Kept; night: Night; tries: number }

/** Each try is a whole night. */
const TRIES_MAX = 80

/** Leaves out whatever can be left out while the same thing still goes wrong. */
export async function shrink(whole: Plan, night: Night): Promise<Shrunken> {
  const wanted = night.violations[0]?.what
  let best: Shrunken = { plan: whole, kept: {}, night, tries: 0 }

  async function attempt(kept: Kept): Promise<void> {
    if (best.tries >= TRIES_MAX) return
    const tries = best.tries + 1
    const plan = keptOf(whole, kept)
    const tried = await liveThrough(plan)
    const still = tried.violations.some(({ what }) => what === wanted)
    best = still ? { plan, kept, night: tried, tries } : { ...best, tries }
  }

  async function without(part: 'steps' | 'faults'): Promise<void> {
    for (let size = Math.ceil(best.plan[part].length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = best.plan[part].length - size; from > -size; from -= size) {
        const ids = best.plan[part].map(({ id }) => id)
        const left = ids.filter((_, index) => index < Math.max(0, from) || index >= from + size)
        if (left.length < ids.length) await attempt({ ...best.kept, [part]: left })
      }
    }
  }

  await without('faults')
  await without('steps')
  await attempt({ ...best.kept, habits: false })
  await attempt({ ...best.kept, doubles: false })
  return best
}
