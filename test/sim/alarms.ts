import type { Chance } from './chance.ts'
import { MINUTE, PEOPLE, SECOND, type Step } from './plan.ts'

/** What happens to the systems that are watched, and what people do about it on lines and phones. */
export type AlarmAct =
  | { do: 'fire'; what: string }
  | { do: 'calm'; what: string }
  | { do: 'press-line'; which: number; among: number }
  | { do: 'phone'; which: number; how: PhoneHow }
  | { do: 'page-again' }

export const PHONE_HOWS = ['acknowledge', 'escalate', 'resolve', 'join', 'decline'] as const
export type PhoneHow = (typeof PHONE_HOWS)[number]

/** Nobody: it stands for what is watched. */
const MONITORING = 'U0MONITORING'
const PAGERDUTY = 'U0PAGERDUTY'
/** Of the embedded workspace's rules; what is critical more often than the others. */
const RULES = [
  'orders-errors',
  'orders-errors',
  'capsule-expiry',
  'storefront-down',
  'storefront-down',
  'products-latency',
  'stylist-queue',
  'key-rotation',
] as const
/** So that shrinking names them apart from the other steps. */
const FIRST_ID = 1_000

/** Alerts come, go, and come again, while people press what stands on their lines. */
export function alarmsOf(
  draw: Chance,
  end: number,
  { most, phones }: { most: number; phones: boolean },
): Step[] {
  const at = () => draw.int(5 * SECOND, Math.max(30 * SECOND, end) + (draw.odds(0.3) ? 9 * MINUTE : 0))
  const few = draw.pick([RULES[draw.int(0, RULES.length - 1)] ?? RULES[0], RULES[0]])
  const fired = Array.from({ length: draw.int(1, Math.max(1, most >> 1)) }, () => fire(draw, at(), few))
  const pressed = Array.from({ length: draw.int(0, most >> 1) }, () => press(draw, at()))
  const phoned = Array.from({ length: phones ? draw.int(0, most >> 1) : 0 }, () => phone(draw, at()))
  const all = [...fired.flat(), ...pressed, ...phoned.flat()]
  return all.sort((one, other) => one.at - other.at).map((step, index) => ({ id: FIRST_ID + index, ...step }))
}

type Unnumbered = Omit<Step, 'id'>

/** Mostly it is over again before the night is; then and now it flaps. */
function fire(draw: Chance, at: number, few: string): Unnumbered[] {
  const what = draw.odds(0.08)
    ? 'storm'
    : draw.odds(0.5)
      ? few
      : (RULES[draw.int(0, RULES.length - 1)] ?? few)
  const lasts = draw.odds(0.4) ? draw.int(50, 5_000) : draw.int(5, 600) * SECOND
  const fires: Unnumbered = { at, as: MONITORING, act: { do: 'fire', what } }
  const calms: Unnumbered = {
    at: at + lasts,
    as: MONITORING,
    act: { do: 'calm', what: draw.odds(0.1) ? 'all' : what },
  }
  return draw.odds(0.6) ? [fires, calms] : [fires]
}

function press(draw: Chance, at: number): Unnumbered {
  const as = draw.odds(0.06) ? 'U0GIL' : draw.pick(PEOPLE)
  const act = { do: 'press-line', which: draw.next(), among: draw.next() } as const
  return { at, as, act, ...(draw.odds(0.2) && { twice: draw.int(0, 400) }) }
}

/** PagerDuty now and then sends a webhook again that was taken. */
function phone(draw: Chance, at: number): Unnumbered[] {
  const how = draw.odds(0.4) ? 'acknowledge' : draw.odds(0.5) ? 'escalate' : draw.pick(PHONE_HOWS)
  const pressed: Unnumbered = { at, as: draw.pick(PEOPLE), act: { do: 'phone', which: draw.next(), how } }
  const again: Unnumbered = { at: at + draw.int(200, 3_000), as: PAGERDUTY, act: { do: 'page-again' } }
  return draw.odds(0.5) ? [pressed, again] : [pressed]
}
