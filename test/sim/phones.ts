import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import { PHONE_HOWS, type PhoneHow } from './alarms.ts'
import { chance } from './chance.ts'
import type { Journal } from './journal.ts'
import type { Loop } from './loop.ts'
import { MINUTE, nameOf, PEOPLE, type Plan, SECOND } from './plan.ts'

type Given = {
  plan: Plan
  loop: Loop
  journal: Journal
  see(as: string): Promise<WorkspaceState | undefined>
  post(where: string, body: object): Promise<string>
}

/** What people do with the phones that PagerDuty makes ring. */
export class Phones {
  readonly #given: Given

  constructor(given: Given) {
    this.#given = given
  }

  /** Presses a page that rings, or rang. */
  async press(as: string, which: number, how: PhoneHow): Promise<string> {
    const pages = (await this.#given.see(as))?.phone?.pages ?? []
    const page = pages[Math.floor(which * Math.min(pages.length, 3))]
    if (!page) return 'has nothing on the phone'
    const answer = await this.#given.post('phone', { as, page: page.id, act: how })
    return `presses ${how} for page ${page.number} on the phone${answer}`
  }

  /** PagerDuty has taken in an event of this key: whoever is rung up does what their habit is. */
  async ring(key: string): Promise<void> {
    const { plan, see } = this.#given
    for (const user of (await see(PEOPLE[0]))?.phone?.ringing ?? []) {
      const habit = plan.habits[user]
      if (habit !== undefined && habit !== 'absent') this.#rungUp(user, habit, key)
    }
  }

  #rungUp(user: string, habit: string, key: string): void {
    const { plan, loop, journal, post } = this.#given
    const draw = chance(`${plan.seed}/phone of ${user} ${key}`)
    if (draw.odds(0.3)) return // asleep after all
    const after = habit === 'slow' ? draw.int(3, 16) * MINUTE : draw.int(2, 70) * SECOND
    const later = (ms: number, act: () => void) => loop.after(after + ms, loop.world, act)
    const press = async (how: PhoneHow) =>
      journal.story(`   ${nameOf(user)}, rung up, ${await this.press(user, 0, how)}`)
    // The webhook that tells of it comes once more.
    if (draw.odds(0.4)) later(draw.int(200, 3_000), () => void post('page-again', {}))
    const first = draw.odds(0.75) ? 'acknowledge' : draw.pick(PHONE_HOWS)
    later(0, () => void press(first))
    if (habit === 'double-tapping') later(draw.int(30, 500), () => void press(first))
    if (habit === 'contradicting') later(draw.int(1, 30) * SECOND, () => void press(draw.pick(PHONE_HOWS)))
  }
}
