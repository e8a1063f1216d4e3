import type { Chance } from './chance.ts'
import { MINUTE, PEOPLE, SECOND, type Step, type Trouble } from './plan.ts'
import { ELSEWHERE, type Elsewhere, SWITCH_HOSTS } from './switch-systems.ts'

/**
 * What people do with switches, the status page and mail: here and, behind the bot's back, where those live. A
 * `tell` goes through all forms of a message; `press-on` presses a button of that name wherever it stands.
 */
export type Errand =
  | { do: 'tell'; audiences: string[]; title: string; body: string; status: string | null }
  | { do: 'tell-again'; which: number }
  | { do: 'press-on'; name: string; which: number }
  | { do: 'switch-by-hand'; key: Elsewhere | 'deploy_freeze' }
  | { do: 'page-by-hand'; how: PageHow; which: number }

const ERRANDS: readonly string[] = ['tell', 'tell-again', 'press-on', 'switch-by-hand', 'page-by-hand']

export function isErrand(act: { do: string }): act is Errand {
  return ERRANDS.includes(act.do)
}

const PAGE_HOWS = ['rewrite', 'post', 'resolve', 'component', 'rename', 'remove'] as const
type PageHow = (typeof PAGE_HOWS)[number]

/** Nobody of the incident. */
const COLLEAGUE = 'U0RAVI'
const SWITCHES = [
  ...ELSEWHERE,
  ...ELSEWHERE,
  'deploy_freeze',
  'automation_enabled',
  'customer_banner',
] as const
const AUDIENCES: readonly [string[], ...string[][]] = [
  ['public'],
  ['public', 'customers'],
  ['customers'],
  ['banner'],
  ['partners', 'customers'],
  ['public', 'stakeholders', 'banner'],
]
/** Of many switches; who exactly may is the policy's. */
const WHO_MAY = ['U0ANA', 'U0CHLOE', 'U0VICTOR', 'U0RAVI'] as const
/** Two that say the same word for word are two messages all the same. */
const BODIES = [
  'Some orders cannot be placed. We are on it.',
  'Orders go through again, more slowly.',
  'We look into it. More at 14:00.',
  'It is over. Thank you for waiting.',
] as const
const BUTTONS = [
  'incident.approve-message',
  'incident.approve-message',
  'incident.approve-message',
  'incident.restore-statuspage',
  'incident.restore-statuspage',
  'incident.leave-statuspage',
  'switch.approve',
  'switch.approve',
  'switch.put-back',
  'switch.put-back',
  'switch.accept',
  'switch.try-again',
] as const

/** So that shrinking names them apart from the other steps and faults. */
const FIRST_ID = 2_000
const FIRST_FAULT_ID = 100

type Unnumbered = Omit<Step, 'id'>

/** `switches`, `messages`: which of both the night is about. */
export function errandsOf(
  draw: Chance,
  end: number,
  { most, switches, messages }: { most: number; switches: boolean; messages: boolean },
): Step[] {
  const until = Math.max(2 * MINUTE, end)
  const at = () => draw.int(12 * SECOND, until)
  const some = <T>(max: number, one: () => T): T[] => Array.from({ length: draw.int(1, max) }, one)
  const half = Math.max(2, most >> 1)
  const all: Unnumbered[] = [
    // Whoever commands and whoever writes: without them nobody may approve, and nobody holds a role that pulls.
    command(8 * SECOND, 'U0ANA', `take INC-1 ${draw.pick(['commander', 'rollback-owner'])}`),
    ...(switches ? some(most, () => pulls(draw, at())).flat() : []),
    ...(switches ? some(3, () => byHand(draw, at())) : []),
    ...(messages ? [command(9 * SECOND, 'U0SOFIA', 'take INC-1 communications')] : []),
    ...(messages ? some(half, () => tells(draw, at())).flat() : []),
    ...(messages && draw.odds(0.6) ? some(3, () => onPage(draw, at())) : []),
    ...some(half, () => presses(draw, at())),
  ]
  return all.sort((one, other) => one.at - other.at).map((step, index) => ({ id: FIRST_ID + index, ...step }))
}

function command(at: number, as: string, text: string): Unnumbered {
  return { at, as, act: { do: 'command', text: text.startsWith('/') ? text : `/incident ${text}`, where: 0 } }
}

/** Pulled, and mostly restored while the night lasts; then and now by somebody who may not. */
function pulls(draw: Chance, at: number): Unnumbered[] {
  const key = draw.pick(SWITCHES)
  const who = () => (draw.odds(0.07) ? 'U0GIL' : draw.pick(draw.odds(0.8) ? WHO_MAY : PEOPLE))
  const gap = () => (draw.odds(0.5) ? draw.int(20, 4_000) : draw.int(5, 400) * SECOND)
  const pulled = command(at, who(), `/killswitch pull INC-1 ${key} it hurts customers`)
  const restored = command(at + gap(), who(), `/killswitch restore INC-1 ${key} it is well again`)
  const approved = command(
    restored.at + gap(),
    draw.pick(['U0RAVI', 'U0CHLOE', 'U0VICTOR']),
    `/killswitch approve ${key}`,
  )
  const doubled = draw.odds(0.15) ? { ...pulled, twice: draw.int(0, 400) } : pulled
  return draw.odds(0.7) ? [doubled, restored, approved] : [doubled]
}

function byHand(draw: Chance, at: number): Unnumbered {
  return { at, as: COLLEAGUE, act: { do: 'switch-by-hand', key: draw.pick([...ELSEWHERE, 'deploy_freeze']) } }
}

function tells(draw: Chance, at: number): Unnumbered[] {
  const as = draw.odds(0.7) ? 'U0SOFIA' : draw.pick(PEOPLE)
  const audiences = [...draw.pick(AUDIENCES)]
  const status = draw.odds(0.4) ? draw.pick(['identified', 'monitoring', 'resolved', 'resolved']) : null
  const title = draw.odds(0.7) ? 'Trouble with orders' : ''
  const told: Unnumbered = { at, as, act: { do: 'tell', audiences, title, body: draw.pick(BODIES), status } }
  const approves: Unnumbered = {
    at: at + draw.int(8, 60) * SECOND,
    as: draw.pick(['U0VICTOR', 'U0VICTOR', 'U0ANA', 'U0SOFIA', 'U0RAVI']),
    act: { do: 'press-on', name: 'incident.approve-message', which: draw.next() },
    ...(draw.odds(0.3) && { twice: draw.int(0, 400) }),
  }
  const again: Unnumbered = {
    at: approves.at + draw.int(1, 200) * SECOND,
    as,
    act: { do: 'tell-again', which: draw.next() },
  }
  const after = draw.odds(0.35) ? [told, approves, again] : [told, approves]
  return audiences.includes('public') && draw.odds(0.5) ? [...after, ...touched(draw, approves.at)] : after
}

/** Somebody changes what stands there, and mostly somebody decides about it once the bot has told them. */
function touched(draw: Chance, at: number): Unnumbered[] {
  const changed = onPage(draw, at + draw.int(3, 150) * SECOND)
  const name = draw.odds(0.7) ? 'incident.restore-statuspage' : 'incident.leave-statuspage'
  const decided: Unnumbered = {
    at: changed.at + draw.int(30, 300) * SECOND,
    as: draw.pick(['U0SOFIA', 'U0VICTOR', 'U0ANA']),
    act: { do: 'press-on', name, which: 0 },
    ...(draw.odds(0.3) && { twice: draw.int(0, 400) }),
  }
  return draw.odds(0.8) ? [changed, decided] : [changed]
}

function onPage(draw: Chance, at: number): Unnumbered {
  return { at, as: COLLEAGUE, act: { do: 'page-by-hand', how: draw.pick(PAGE_HOWS), which: draw.next() } }
}

function presses(draw: Chance, at: number): Unnumbered {
  const act = { do: 'press-on', name: draw.pick(BUTTONS), which: draw.next() } as const
  return {
    at,
    as: draw.odds(0.05) ? 'U0GIL' : draw.pick(PEOPLE),
    act,
    ...(draw.odds(0.2) && { twice: draw.int(0, 400) }),
  }
}

/** Where it may be: hosts, and what of the workspace is another system. */
const TROUBLED = [
  ...SWITCH_HOSTS,
  ...SWITCH_HOSTS,
  'mail.sim',
  '127.0.0.1:4000/statuspage',
  '127.0.0.1:4000/statuspage',
  '127.0.0.1:4000/argocd',
] as const

export type OutsideFault = { id: number; at: number; lasts: number; only: string } & Trouble

/** Trouble of one system alone, for longer than the network has it, and mostly just when something is asked of it. */
export function outsideFaultsOf(draw: Chance, errands: readonly Step[]): OutsideFault[] {
  return Array.from({ length: errands.length === 0 ? 0 : draw.int(0, 3) }, (_, index) => ({
    id: FIRST_FAULT_ID + index,
    at: Math.max(0, (errands[draw.int(0, errands.length - 1)]?.at ?? 0) - draw.int(-9 * SECOND, 20 * SECOND)),
    lasts: draw.odds(0.7) ? draw.int(2, 60) * SECOND : draw.int(1, 12) * MINUTE,
    only: draw.pick(TROUBLED),
    ...troubleOf(draw),
  }))
}

function troubleOf(draw: Chance): Trouble {
  const odds = draw.pick([0.3, 0.6, 1])
  const kind = draw.next()
  if (kind < 0.3) return { kind: 'lost-answer', odds }
  if (kind < 0.4) return { kind: 'lost-call', odds }
  if (kind < 0.5) return { kind: 'refused-call', odds }
  if (kind < 0.65) return { kind: 'server-error', odds }
  if (kind < 0.75) return { kind: 'garbled-answer', odds }
  if (kind < 0.9) return { kind: 'rate-limit', odds, seconds: draw.odds(0.2) ? 0 : draw.int(1, 40) }
  return { kind: 'slow-call', odds, byMs: draw.int(200, 14_000) }
}
