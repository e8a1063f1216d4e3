import { type AlarmAct, alarmsOf } from './alarms.ts'
import { type Chance, chance } from './chance.ts'
import { type Errand, errandsOf, outsideFaultsOf } from './errands.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** How somebody takes what reaches them. */
export type Habit = 'fast' | 'slow' | 'absent' | 'double-tapping' | 'contradicting'

/** Something that a person does, at a time. What it comes to depends on what they see then. */
export type Step = { id: number; at: number; as: string; act: Act; twice?: number }

/** `where` and `which` choose among what is there then, 0 ≤ x < 1. */
export type Act =
  | { do: 'command'; text: string; where: number }
  | { do: 'press'; which: number; among: number }
  | { do: 'submit'; fill: string }
  | { do: 'close' }
  | { do: 'say'; text: string; where: number }
  | { do: 'react'; which: number }
  | { do: 'edit'; which: number; text: string | null }
  | { do: 'home' }
  | { do: 'press-home'; which: number }
  | { do: 'shortcut'; which: number; message: number }
  | { do: 'stale'; which: number }
  | { do: 'again' }
  | AlarmAct
  | Errand

/** `only`: strikes what is asked of addresses that begin so, and nothing else. */
export type Fault = { id: number; at: number; lasts: number; only?: string } & Trouble

/** `odds`: how likely it strikes each time, as long as it lasts. */
export type Trouble =
  | { kind: 'slow-call'; odds: number; byMs: number }
  | { kind: 'slow-delivery'; odds: number; byMs: number }
  | { kind: 'lost-call'; odds: number }
  | { kind: 'refused-call'; odds: number }
  | { kind: 'lost-answer'; odds: number } // it was taken in all the same
  | { kind: 'garbled-answer'; odds: number }
  | { kind: 'server-error'; odds: number }
  | { kind: 'rate-limit'; odds: number; seconds: number } // 0: it does not say how long
  | { kind: 'lost-delivery'; odds: number }
  | { kind: 'doubled-delivery'; odds: number }
  | { kind: 'lost-ack'; odds: number }
  | { kind: 'socket-loss'; hard: boolean }
  | { kind: 'clock-jump'; byMs: number }
  | { kind: 'crash'; afterSeams: number; downMs: number }
  | { kind: 'disk-full' }
  | { kind: 'database-locked' }

export type FaultKind = Trouble['kind']

/** One simulated night: who there is, what they do, what goes wrong. All of it follows from the seed. */
export type Plan = {
  seed: string
  mode: 'http' | 'socket'
  keepRateLimits: boolean
  /** Whether the bot has run here before, rather than starting on an empty file. */
  ranBefore: boolean
  /** Whether the on-call engineer is the one that PagerDuty names. */
  pagerduty: boolean
  /** Whether some switches live in LaunchDarkly, Unleash and behind a webhook. */
  elsewhere: boolean
  startAt: number
  habits: Record<string, Habit>
  /** Whether people acknowledge in the very moment in which somebody is paged for it. */
  racing: boolean
  steps: Step[]
  faults: Fault[]
  /** When nothing goes wrong any more. */
  healAt: number
}

export const STEPS = 20
/** How many nights have alerts in them. */
const MONITORED = 0.5
const RACING = 0.3
/** How many have switches elsewhere, and how many messages to those outside. */
const ELSEWHERE = 0.4
const TOLD = 0.4

/** What is left of a plan; absent: all of it. */
export type Kept = { steps?: number[]; faults?: number[]; habits?: false; doubles?: false }

export function keptOf(plan: Plan, { steps, faults, habits, doubles }: Kept): Plan {
  const left = plan.steps.filter(({ id }) => steps?.includes(id) ?? true)
  return {
    ...plan,
    steps: doubles === false ? left.map(({ twice: _, ...once }) => once) : left,
    faults: plan.faults.filter(({ id }) => faults?.includes(id) ?? true),
    ...(habits === false && { habits: {}, racing: false }),
  }
}

/** Ana, Ben… as the workspace knows them; Gil is a guest. */
export const PEOPLE = ['U0ANA', 'U0BEN', 'U0CHLOE', 'U0VICTOR', 'U0SOFIA', 'U0RAVI'] as const
const GUEST = 'U0GIL'

export function nameOf(user: string): string {
  return user.slice(2).toLowerCase()
}

/** A working day, an evening, a weekend, the end of a month and of a year, a clock change, the hour of the digest. */
const BEGINNINGS = [
  Date.UTC(2026, 1, 11, 9, 12),
  Date.UTC(2026, 2, 12, 21, 47),
  Date.UTC(2026, 4, 16, 3, 30),
  Date.UTC(2026, 5, 30, 23, 20),
  Date.UTC(2026, 11, 31, 22, 50),
  Date.UTC(2026, 9, 25, 0, 40),
  Date.UTC(2026, 8, 14, 6, 45),
] as const

/** Nothing happens, and nothing goes wrong. */
export function quietPlan(startAt: number): Plan {
  const healAt = 5 * SECOND
  const seed = 'before'
  const plain = {
    mode: 'http',
    keepRateLimits: true,
    ranBefore: false,
    pagerduty: false,
    elsewhere: false,
  } as const
  return { seed, startAt, healAt, ...plain, habits: {}, racing: false, steps: [], faults: [] }
}

export function planOf(seed: string, most = STEPS): Plan {
  const draw = chance(seed)
  const asked = stepsOf(draw.fork('steps'), most)
  const end = asked.at(-1)?.at ?? 0
  const everywhere = faultsOf(draw.fork('faults'), end)
  const ends = (faults: Fault[]) =>
    faults.map((fault) => fault.at + fault.lasts + (fault.kind === 'crash' ? fault.downMs : 0))
  const habit = () =>
    draw.pick(['fast', 'fast', 'slow', 'absent', 'double-tapping', 'contradicting'] as const)
  const mode = draw.odds(0.2) ? 'socket' : 'http'
  const keepRateLimits = draw.odds(0.5)
  const pagerduty = draw.odds(0.3)
  const alarms = draw.fork('alarms')
  const monitored = alarms.odds(MONITORED) ? alarmsOf(alarms, end, { most, phones: pagerduty }) : []
  const besides = draw.fork('errands')
  const [switches, messages] = [besides.odds(ELSEWHERE), besides.odds(TOLD)]
  const errands = switches || messages ? errandsOf(besides, end, { most, switches, messages }) : []
  const outside = outsideFaultsOf(besides.fork('faults'), errands)
  const faults = [...everywhere, ...outside].sort((one, other) => one.at - other.at)
  const steps = [...asked, ...monitored, ...errands].sort((one, other) => one.at - other.at)
  const last = steps.at(-1)?.at ?? 0
  return {
    seed,
    mode,
    keepRateLimits,
    pagerduty,
    elsewhere: switches,
    ranBefore: draw.odds(0.8),
    startAt: draw.pick(BEGINNINGS),
    habits: Object.fromEntries(PEOPLE.map((person) => [person, habit()])),
    racing: alarms.odds(RACING),
    steps,
    faults,
    healAt: Math.max(last, ...ends(faults)) + 10 * SECOND,
  }
}

function stepsOf(draw: Chance, most: number): Step[] {
  const steps: Step[] = []
  let at = 5 * SECOND
  const count = draw.int(Math.min(4, most), most)
  for (let id = 0; id < count; id += 1) {
    const as = draw.odds(0.06) ? GUEST : draw.pick(PEOPLE)
    const act: Act = id === 0 ? declare(draw) : actOf(draw)
    steps.push({ id, at, as, act, ...(draw.odds(0.12) && { twice: draw.int(0, 400) }) })
    at += gap(draw)
  }
  return steps
}

/** Mostly people are quick; sometimes minutes go by in which only clocks move. */
function gap(draw: Chance): number {
  const kind = draw.next()
  if (kind < 0.5) return draw.int(20, 3_000)
  if (kind < 0.87) return draw.int(3, 30) * SECOND
  if (kind < 0.98) return draw.int(1, 5) * MINUTE
  return draw.int(8, 40) * MINUTE
}

const TITLES = [
  'Orders API answers 500',
  'Checkout <slow> & odd',
  'Refunds hang',
  'Wrong customer’s data *shown*',
]
const WORDS = [
  'restarted the workers',
  'rolled back 4711',
  '<!channel> look',
  'queue drains & falls',
  'req-id 7f3a9c2e81',
]
const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const
const ROLES = ['commander', 'communications', 'scribe'] as const
const HANDLES = ['@ana', '@ben', '@chloe', '@victor', '@sofia', '@ravi', '@gil', '@on-call'] as const
const SWITCHES = [
  'automation_enabled',
  'safe_mode',
  't_order_status_verified',
  'capsule_cta',
  'assistant_copy',
  'deploy_freeze',
  'emergency_stop',
] as const

function declare(draw: Chance): Act {
  const severity = draw.odds(0.85) ? `${draw.pick(SEVERITIES)} ` : ''
  return { do: 'command', text: `/incident declare ${severity}${pick(draw, TITLES)}`, where: draw.next() }
}

function actOf(draw: Chance): Act {
  const kind = draw.next()
  if (kind < 0.08) return declare(draw)
  if (kind < 0.5) return { do: 'command', text: commandOf(draw), where: draw.next() }
  if (kind < 0.68) return { do: 'press', which: draw.next(), among: draw.next() }
  if (kind < 0.78) return { do: 'submit', fill: `f${draw.int(0, 1e9)}` }
  if (kind < 0.79) return { do: 'close' }
  if (kind < 0.83) return { do: 'say', text: pick(draw, WORDS), where: draw.next() }
  if (kind < 0.87) return { do: 'react', which: draw.next() }
  if (kind < 0.89) return { do: 'edit', which: draw.next(), text: draw.odds(0.3) ? null : pick(draw, WORDS) }
  if (kind < 0.91) return { do: 'home' }
  if (kind < 0.93) return { do: 'press-home', which: draw.next() }
  if (kind < 0.95) return { do: 'shortcut', which: draw.next(), message: draw.next() }
  if (kind < 0.98) return { do: 'stale', which: draw.next() }
  return { do: 'again' }
}

function commandOf(draw: Chance): string {
  const incident = draw.odds(0.75) ? 'INC-1' : draw.odds(0.7) ? 'INC-2' : ''
  const words = pick(draw, WORDS)
  const severity = draw.pick(SEVERITIES)
  const handle = draw.pick(HANDLES)
  const role = draw.pick(ROLES)
  const name = draw.pick(SWITCHES)
  const commands = [
    `update ${incident} ${words}`,
    `update ${incident} ${words}`,
    `note ${incident} ${words}`,
    `note ${incident} -5m ${words}`,
    `evidence ${incident} ${words}`,
    `status ${incident} identified ${words}`,
    `status ${incident} monitoring ${words}`,
    `resolve ${incident} ${words}`,
    `resolve ${incident} ${words}`,
    `reopen ${incident} ${words}`,
    `severity ${incident} ${severity} ${words}`,
    `severity ${incident} ${severity} ${words}`,
    `take ${incident}`,
    `take ${incident} ${role}`,
    `role ${incident} rollback-owner`,
    `assign ${incident} ${role} ${handle}`,
    `handover ${incident} ${role} ${handle}`,
    `release ${incident} ${role}`,
    `snooze ${incident} 5`,
    `escalate ${incident} next ${words}`,
    `escalate ${incident} ${handle} ${words}`,
    `page ${incident} ${handle} ${words}`,
    `page ${incident} ${handle} ${words}`,
    `ack ${incident}`,
    `ack ${incident}`,
    `rename ${incident} ${pick(draw, TITLES)}`,
    `class ${incident} orders`,
    `class ${incident} returns stylist`,
    `triage ${incident}`,
    `comms ${incident}`,
    `comms ${incident}`,
    `summary ${incident}`,
    `review ${incident} owner ${handle}`,
    `followup ${incident} ${words} ${handle} by next friday`,
    `followup ${incident} done 1`,
    `moment ${incident} started -20m ${words}`,
    `decision ${incident} ${words}`,
    `nearmiss ${words}`,
    `close ${incident}`,
    `timeline ${incident}`,
    `export ${incident} json`,
    'list all',
    'followups all',
  ]
  const switches = [
    `pull ${incident} ${name} ${words}`,
    `pull ${incident} ${name} ${words}`,
    `restore ${incident} ${name} ${words}`,
    `restore all ${words}`,
    `approve ${name}`,
    `decline ${name}`,
    `keep ${name} ${words}`,
    `status ${name}`,
    'list',
    `later ${name}`,
  ]
  return draw.odds(0.24) ? `/killswitch ${pick(draw, switches)}` : `/incident ${pick(draw, commands)}`
}

function faultsOf(draw: Chance, end: number): Fault[] {
  if (draw.odds(0.04)) return []
  const count = draw.int(1, 7)
  return Array.from({ length: count }, (_, id) => {
    const at = draw.int(0, Math.max(1, end))
    const lasts = draw.odds(0.8) ? draw.int(1, 60) * SECOND : draw.int(1, 6) * MINUTE
    return { id, at, lasts, ...troubleOf(draw) }
  }).sort((one, other) => one.at - other.at)
}

function troubleOf(draw: Chance): Trouble {
  const odds = draw.pick([0.1, 0.3, 0.6, 1])
  const kind = draw.next()
  if (kind < 0.3) return crash(draw)
  if (kind < 0.38) return { kind: 'lost-answer', odds }
  if (kind < 0.44) return { kind: 'slow-call', odds, byMs: draw.int(200, 14_000) }
  if (kind < 0.48) return { kind: 'lost-call', odds }
  if (kind < 0.51) return { kind: 'refused-call', odds }
  if (kind < 0.55) return { kind: 'server-error', odds }
  if (kind < 0.57) return { kind: 'garbled-answer', odds }
  if (kind < 0.62) return { kind: 'rate-limit', odds, seconds: draw.odds(0.2) ? 0 : draw.int(1, 40) }
  if (kind < 0.68) return { kind: 'slow-delivery', odds, byMs: draw.int(200, 6_000) }
  if (kind < 0.72) return { kind: 'lost-delivery', odds }
  if (kind < 0.78) return { kind: 'doubled-delivery', odds }
  if (kind < 0.82) return { kind: 'lost-ack', odds }
  if (kind < 0.87) return { kind: 'socket-loss', hard: draw.odds(0.6) }
  if (kind < 0.91) return { kind: 'clock-jump', byMs: draw.int(-12, 12) * MINUTE }
  if (kind < 0.96) return { kind: 'disk-full' }
  return { kind: 'database-locked' }
}

function crash(draw: Chance): Trouble {
  const down = draw.next()
  const downMs = downFor(down, draw)
  // Small numbers strike in the middle of what is done next, large ones somewhere later.
  const afterSeams = draw.odds(0.5) ? draw.int(1, 60) : draw.int(1, 1_500)
  return { kind: 'crash', afterSeams, downMs }
}

/** A supervisor has it back at once; a person after seconds, minutes or hours. */
function downFor(chance: number, draw: Chance): number {
  if (chance < 0.2) return draw.int(0, SECOND)
  if (chance < 0.5) return draw.int(1, 20) * SECOND
  return chance < 0.85 ? draw.int(1, 20) * MINUTE : draw.int(1, 9) * HOUR
}

function pick<T>(draw: Chance, from: readonly T[]): T {
  return from[draw.int(0, from.length - 1)] as T
}
