import type { EntryRow } from '../../db/schema.ts'
import type { Switch } from '../../src/core/switch/switch.ts'
import { switchEvents } from './judge-switches.ts'
import type { Ledger } from './ledger.ts'
import type { Passing } from './network.ts'
import type { Answered } from './platform/http.ts'
import { ELSEWHERE, type Elsewhere, type SwitchSystems } from './switch-systems.ts'
import type { Served } from './what-customers-get.ts'

export type Outside = Elsewhere | 'deploy_freeze'
/** From when on customers got what. */
export type Since = { at: number; served: Served }

/** What customers really got of the switches that are not the bot's own, and by whose hand it changed. */
export class SwitchWatch {
  readonly #given: { systems: SwitchSystems; ledger: Ledger; now: () => number; violated: Violated }
  readonly #history = new Map<Outside, Since[]>()
  #frozen = false

  constructor(given: {
    systems: SwitchSystems
    ledger: Ledger
    now: () => number
    violated: Violated
    /** Whether switches live there in this night. */
    elsewhere: boolean
  }) {
    this.#given = given
    const keys: Outside[] = given.elsewhere ? [...ELSEWHERE, 'deploy_freeze'] : ['deploy_freeze']
    for (const key of keys) this.#history.set(key, [{ at: 0, served: this.#now(key) }])
  }

  isOutside(key: string): key is Outside {
    return this.#history.has(key as Outside)
  }

  served(key: Outside): Served {
    return this.history(key).at(-1)?.served ?? this.#now(key)
  }

  history(key: Outside): Since[] {
    return this.#history.get(key) ?? []
  }

  byHand(key: Elsewhere, seed: string): string {
    const did = this.#given.systems.changedByHand(key, seed)
    this.#look('somebody')
    return did
  }

  freeze(is: boolean): void {
    this.#frozen = is
    this.#look('somebody')
  }

  /** The world has taken a request of the bot's in. */
  accepted({ url, method }: Passing, { status, body }: Answered): void {
    if (url.pathname === '/argocd/api/v1/projects/production' && status === 200)
      this.#frozen = isFrozen(body.toString())
    this.#look(method === 'GET' ? 'a reader' : 'the bot')
  }

  #now(key: Outside): Served {
    return key === 'deploy_freeze' ? { one: this.#frozen } : this.#given.systems.served(key)
  }

  #look(by: 'somebody' | 'the bot' | 'a reader'): void {
    for (const [key, known] of this.#history) {
      const served = this.#now(key)
      const before = known.at(-1)?.served
      if (JSON.stringify(served) === JSON.stringify(before)) continue
      known.push({ at: this.#given.now(), served })
      if (by !== 'somebody') this.#ordered(key, served, by)
    }
  }

  /** What the bot changes was ordered, and is of the newest order or of the one that was being carried out before it. */
  #ordered(key: Outside, served: Served, by: string): void {
    const { ledger, violated } = this.#given
    const state = ledger.statesOf<Switch>('switch').find((each) => each.key === key)
    const rows = ledger.rows<EntryRow>(
      `select * from entries where stream = ? and type in ('pull-ordered', 'restore-ordered') order by seq desc limit 2`,
      state?.id,
    )
    const values = switchEvents(rows).flatMap(({ event }) => ('value' in event ? [event.value] : []))
    const is = 'one' in served ? served.one : served.many
    if (values.length === 0 || ('one' in served && !values.includes(served.one)))
      violated(
        'a switch was changed that nobody ordered',
        `${key} is ${is} by ${by}, ordered: ${values.join(', ')}`,
      )
  }
}

type Violated = (what: string, shows: string) => void

/** Nothing of production may be deployed at any time. */
function isFrozen(project: string): boolean {
  const { spec } = JSON.parse(project) as { spec: { syncWindows?: Window[] } }
  return (spec.syncWindows ?? []).some(
    ({ kind, schedule, applications }) =>
      kind === 'deny' && schedule === '* * * * *' && applications?.includes('*') === true,
  )
}
type Window = { kind?: string; schedule?: string; applications?: string[] }
