import { type Entry, type Instant, LANES } from '../core/decider.ts'
import { type Clock, signal } from './clock.ts'
import type { Engine } from './engine.ts'
import type { StoredEffect } from './outbox.ts'
import type { Outcome, Owed, Pace, Performers } from './outcome.ts'
import { createPacer } from './pacer.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'

/** How many effects are under way at once; pages may use all, other lanes leave the reserve to them. */
const IN_FLIGHT_MAX = 16
const PAGE_RESERVE = 4
/** How many candidates are looked at in one turn. */
const DUE_LIMIT = 200
/** A performer must be back by then; what it sent is unknown otherwise. */
const PERFORM_TIMEOUT_MS = 30_000
const RETRY_FIRST_MS = 500
/** What was sent and not answered may still be on its way; looking for it too soon finds nothing and repeats it. */
const LOOK_FIRST_MS = 4_000
const RETRY_LONGEST_MS = 60_000
/** Whatever the other side asks for, it is tried again after this long: people are waiting. */
const ASKED_LONGEST_MS = 60 * 60_000
/** An effect that still fails after this long is parked and shown, not tried for ever. */
const GIVE_UP_AFTER_MS = 6 * 60 * 60_000
/** After the store itself failed (disk full, database locked), the dispatcher tries again this much later. */
const STORE_TROUBLE_PAUSE_MS = 1_000

export type DispatchLog = {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export type Dispatcher = {
  run(): Promise<void>
  /** Before it runs: does what is owed of this kind, and comes back when that is done, or after so long. */
  ahead(kind: string, longestMs: number): Promise<void>
  /** Something may be due that was not. `added`: what a commit has just made owed, when that is all that is new. */
  wake(added?: { lane: number; subject: string }[]): void
  /** Takes up nothing new, waits for what is under way; resolves when all of it is settled. */
  stop(): Promise<void>
  /** When it will next have something to do; undefined when nothing is owed and nothing is under way. */
  nextDue(): Promise<Instant | undefined>
}

/** Takes what is owed from the outbox and has it performed, in order within a subject, first lane first. */
export function createDispatcher(parts: {
  store: Store
  engine: Engine
  clock: Clock
  performers: Performers
  owner: string
  /** Set when other processes share the database: what they leave is noticed without a wake. */
  lookEveryMs?: number
  /** 0 ≤ x < 1, for jitter. */
  random(): number
  log: DispatchLog
  onOutcome?(effect: { kind: string; lane: string }, outcome: Outcome['outcome'], tookMs: number): void
}): Dispatcher {
  const { store, engine, clock, performers, log } = parts
  const pacer = createPacer()
  const inFlight = new Map<string, { work: Promise<void>; on: string }>()
  /** Lanes and subjects whose oldest effect is under way or must wait: what comes after it cannot be due. */
  let engaged = new Set<string>()
  /** Deliveries that the store has failed since it last took one, and that the log has already. */
  const told = new Set<string>()
  let waker = signal()
  let stopping = false
  let running = Promise.resolve()

  async function run(): Promise<void> {
    let failing = false
    while (!stopping) {
      waker = signal() // before the look, which sees all that was committed before it was woken
      try {
        const again = await takeUpWhatIsDue()
        failing = false
        await clock.sleepUntil(again, waker.fired)
      } catch (error) {
        if (!failing) log.error({ err: error }, 'The outbox could not be read; trying again')
        failing = true
        await clock.pause(STORE_TROUBLE_PAUSE_MS)
      }
    }
  }

  async function ahead(kind: string, longestMs: number): Promise<void> {
    const until = clock.now() + longestMs
    const done = signal()
    let isLate = false
    // One sleep for all of it: also when the clock is set back meanwhile, it lasts no longer than that.
    void clock.sleepUntil(until, done.fired).then(() => {
      isLate = true
      waker.fire()
    })
    try {
      while (!stopping && !isLate) {
        waker = signal()
        // Those that are put off too: a first try may come before the network is up.
        const owed = (await store.outbox.due(until, DUE_LIMIT)).filter((effect) => effect.kind === kind)
        if (owed.length === 0 && inFlight.size === 0) break
        const now = clock.now()
        const allowedAt = takeUp(
          owed.filter((effect) => effect.not_before <= now),
          now,
        )
        const later = owed.map((effect) => effect.not_before).filter((at) => at > now)
        await clock.sleepUntil(Math.min(until, allowedAt, ...later), waker.fired)
      }
    } catch (error) {
      log.error({ err: error }, 'The outbox could not be read; going on without looking ahead')
    } finally {
      done.fire()
    }
  }

  /** Starts what may start now; returns when to look again unless woken before. */
  async function takeUpWhatIsDue(): Promise<Instant> {
    const now = clock.now()
    const lookAgain = now + (parts.lookEveryMs ?? Number.POSITIVE_INFINITY)
    engaged = new Set() // while this look is under way, every commit asks for another
    const heads = await store.outbox.due(now, DUE_LIMIT)
    engaged = new Set([...[...inFlight.values()].map(({ on }) => on), ...heads.map(laneAndSubject)])
    const allowedAt = takeUp(heads, now)
    return Math.min(lookAgain, allowedAt, (await store.outbox.nextDue(now)) ?? lookAgain)
  }

  /** Starts of these what may start now; returns when one that has to wait for its budget may. */
  function takeUp(heads: StoredEffect[], now: Instant): Instant {
    let lookAgain = Number.POSITIVE_INFINITY
    for (const effect of heads) {
      if (stopping) break
      if (inFlight.has(effect.key)) continue
      const urgent = LANES[effect.lane] === 'page'
      const room = urgent ? IN_FLIGHT_MAX : IN_FLIGHT_MAX - PAGE_RESERVE
      if (inFlight.size >= room) continue // a settling effect wakes the loop
      const paces = pacesOf(effect)
      const allowedAt = pacer.earliest(paces, now, urgent)
      if (allowedAt > now) {
        lookAgain = Math.min(lookAgain, allowedAt)
        continue
      }
      pacer.take(paces, now)
      const work = deliver(effect).finally(() => {
        inFlight.delete(effect.key)
        wake()
      })
      inFlight.set(effect.key, { work, on: laneAndSubject(effect) })
    }
    return lookAgain
  }

  function pacesOf(effect: StoredEffect): Pace[] {
    try {
      return performers[effect.kind]?.paces({ ...effect, args: JSON.parse(effect.args) }) ?? []
    } catch (error) {
      // One effect that nobody can read must not hold up all others; what is wrong with it shows when it is done.
      log.error({ err: error, effect: effect.key }, 'The budget of an effect is not known')
      return []
    }
  }

  /** Claims, performs, settles. Does not throw: while the store fails, it goes on trying to settle. */
  async function deliver(found: StoredEffect): Promise<void> {
    let effect: StoredEffect = { ...found, owner: parts.owner }
    let instead: Outcome = { outcome: 'retry', why: 'The store failed before it was sent' }
    try {
      const claimed = await store.outbox.claim(found.position, parts.owner, clock.now())
      told.clear()
      if (!claimed) return
      effect = claimed
      instead = { outcome: 'unknown', why: 'An error inside Tocsin; see its log' }
      // What is owed up to here is covered by a `sync` that reads the state after this look.
      const upTo = LANES[effect.lane] === 'sync' ? await store.outbox.newestPosition(effect) : undefined
      await settle(effect, await perform(effect), upTo)
      return
    } catch (error) {
      if (!told.has(effect.key))
        log.error(
          { err: error, effect: effect.key },
          'What became of a delivery could not be recorded; trying again',
        )
      told.add(effect.key)
    }
    // The row is still claimed, by a process that lives: nobody else takes it up, so this must not give up.
    while (!stopping) {
      await clock.pause(STORE_TROUBLE_PAUSE_MS)
      try {
        return await settle(effect, instead)
      } catch {
        // Said above; once a second for each delivery it would fill whatever room a full disk has left.
      }
    }
  }

  async function perform(effect: StoredEffect): Promise<Outcome> {
    const startedAt = clock.now()
    const outcome = await outcomeOf(effect)
    const { kind, lane } = effect
    parts.onOutcome?.({ kind, lane: LANES[lane] ?? '' }, outcome.outcome, clock.now() - startedAt)
    return outcome
  }

  async function outcomeOf(effect: StoredEffect): Promise<Outcome> {
    const performer = performers[effect.kind]
    if (!performer) return { outcome: 'give-up', why: `Nothing here performs ${effect.kind}` }
    const owed = await load(effect)
    const abort = new AbortController()
    const done = signal()
    const timeout = clock.sleepUntil(clock.now() + PERFORM_TIMEOUT_MS, done.fired).then((): Outcome => {
      abort.abort()
      return { outcome: 'unknown', why: `No answer within ${PERFORM_TIMEOUT_MS / 1000} s` }
    })
    try {
      return await Promise.race([performer.perform(owed, abort.signal), timeout])
    } catch (error) {
      log.error({ err: error, effect: effect.key, kind: effect.kind }, 'A performer threw')
      return { outcome: 'unknown', why: 'An error inside Tocsin; see its log' }
    } finally {
      done.fire()
    }
  }

  async function load(effect: StoredEffect): Promise<Owed> {
    const [{ row }, [cause]] = await Promise.all([
      store.load(effect.stream),
      store.entries(effect.stream, { after: effect.seq - 1, limit: 1 }),
    ])
    if (!row || !cause) throw new Error(`${effect.key} is owed by a stream that is not there`)
    const entry: Entry<unknown> = entryFromRow(cause)
    return {
      key: effect.key,
      stream: effect.stream,
      kind: effect.kind,
      lane: LANES[effect.lane] ?? 'say',
      subject: effect.subject,
      args: JSON.parse(effect.args),
      entry,
      state: JSON.parse(row.state),
      newest: async () => JSON.parse(((await store.load(effect.stream)).row ?? row).state),
      head: row.head,
      policy: await engine.policyFor(row),
      attempts: effect.attempts - 1,
      maybeSent: effect.maybe_sent === 1,
    }
  }

  async function settle(effect: StoredEffect, outcome: Outcome, upTo?: number): Promise<void> {
    const { position, key, kind, stream } = effect
    const settled = { position, ...(upTo !== undefined && { covers: { ...effect, upTo } }) }
    if (outcome.outcome === 'ok') {
      if (outcome.command) {
        const request = { actor: { kind: 'bot' }, via: 'delivery', key: `settled:${key}` } as const
        const handled = await engine.handleOwn(stream, outcome.command, request, settled)
        if (handled.result === 'committed') return
        if (handled.result === 'rejected')
          log.warn({ effect: key, code: handled.rejection.code }, 'A delivery was not recorded')
      }
      return store.outbox.settle(settled)
    }
    const tooOld = clock.now() - effect.made_at > GIVE_UP_AFTER_MS
    if (outcome.outcome === 'give-up' || tooOld) return giveUp(effect, outcome.why)
    const firstMs = outcome.outcome === 'unknown' ? LOOK_FIRST_MS : RETRY_FIRST_MS
    const waitMs =
      Math.min(RETRY_LONGEST_MS, firstMs * 2 ** (effect.attempts - 1)) * (0.5 + parts.random() / 2)
    const { notBefore: wanted } = outcome
    const asked = wanted === undefined ? undefined : Math.min(wanted, clock.now() + ASKED_LONGEST_MS)
    const notBefore = asked ?? clock.now() + Math.round(waitMs)
    if (asked !== undefined) {
      for (const { bucket } of pacesOf(effect)) pacer.block(bucket, asked)
    }
    const wasOurs = await store.outbox.putOff(effect, {
      notBefore,
      maybeSent: outcome.outcome === 'unknown',
      why: outcome.why,
    })
    if (wasOurs)
      log.warn(
        { effect: key, kind, why: outcome.why, attempts: effect.attempts, outcome: outcome.outcome },
        'A delivery is put off',
      )
  }

  /** Parked and told to the stream in one commit; the stream shows it where people look. */
  async function giveUp(effect: StoredEffect, why: string): Promise<void> {
    log.error({ effect: effect.key, kind: effect.kind, why }, 'A delivery is given up')
    const parked = { position: effect.position, parkedBecause: why }
    const request = { actor: { kind: 'bot' }, via: 'delivery', key: `parked:${effect.key}` } as const
    const of = { effect: effect.kind, entry: effect.seq, args: JSON.parse(effect.args) as unknown }
    const command = { type: 'record-failure', why, ...of } as { type: string }
    try {
      const handled = await engine.handleOwn(effect.stream, command, request, parked)
      if (handled.result === 'committed') return
    } catch (error) {
      log.error({ err: error, effect: effect.key }, 'A stream could not be told what was given up')
    }
    await store.outbox.settle(parked)
  }

  function wake(added?: { lane: number; subject: string }[]): void {
    // A storm of commits behind one busy channel must not cost a look each.
    if (added?.every((effect) => engaged.has(laneAndSubject(effect)))) return
    waker.fire()
  }

  return {
    run() {
      running = run()
      return running
    },
    ahead,
    wake,
    async stop() {
      stopping = true
      wake()
      await running
      await Promise.allSettled([...inFlight.values()].map(({ work }) => work))
    },
    async nextDue() {
      if (inFlight.size > 0) return clock.now()
      const now = clock.now()
      const [first] = await store.outbox.due(now, 1)
      return first ? now : store.outbox.nextDue(now)
    },
  }
}

function laneAndSubject({ lane, subject }: { lane: number; subject: string }): string {
  return `${lane} ${subject}`
}
