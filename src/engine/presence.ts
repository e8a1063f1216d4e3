import type { Instant } from '../core/decider.ts'
import { type Clock, signal } from './clock.ts'
import type { DispatchLog } from './dispatch.ts'
import type { Engine } from './engine.ts'
import type { Store } from './store.ts'
import { whyUnwritable } from './unwritable.ts'

/** How often the bot writes down that it is alive and looks for the dead; a gap is known to this precision. */
const ALIVE_EVERY_MS = 5_000
/** While the store fails it is tried this often, so that a bot is ready again soon after. */
const STORE_TROUBLE_PAUSE_MS = 1_000
/** A restart or a deployment is not worth a line in every incident; a longer silence is. */
const GAP_WORTH_TELLING_MS = 60_000
/** Slack redelivers within minutes; a week is beyond any retry of anyone. */
const INBOX_KEPT_MS = 7 * 24 * 60 * 60_000
const FORGET_INBOX_EVERY_MS = 60 * 60_000
/** More than anybody has open at once; the newest are told. */
const OPEN_STREAMS_MAX = 1_000

const UNWRITABLE = 'The database cannot be written'

/** When the bot was last known to be alive, and since when it is back. */
export type Gap = { from: Instant; to: Instant }

/**
 * What must happen before anything new: what was being sent when a sender died may have arrived, so it is
 * owed again and looked for first; and if the bot was away for long, every open stream is told.
 */
export async function recover(parts: {
  store: Store
  engine: Engine
  clock: Clock
  isAlive(owner: string): Promise<boolean>
  log: DispatchLog
}): Promise<Gap | undefined> {
  const { store, clock, log } = parts
  const isDead = async (owner: string) => !(await parts.isAlive(owner))
  const interrupted = await store.outbox.reclaim(isDead, clock.now())
  if (interrupted > 0)
    log.warn({ interrupted }, 'Deliveries were under way when Tocsin stopped; looking for them first')

  const to = clock.now()
  const from = Number((await store.fact('alive-at')) ?? to)
  if (to - from < GAP_WORTH_TELLING_MS) return undefined
  await tellOfGap(parts, { from, to })
  return { from, to }
}

/** To every open stream; once, whoever finds it out. */
async function tellOfGap(
  { store, engine, log }: { store: Store; engine: Engine; log: DispatchLog },
  { from, to }: Gap,
): Promise<void> {
  log.warn({ from, to }, 'Tocsin was not running')
  const tell = async (id: string) => {
    const request = { actor: { kind: 'bot' }, via: 'recovery', key: `gap:${id}:${from}` } as const
    const command = { type: 'record-gap', from, to } as { type: string }
    await engine.handleOwn(id, command, request).catch((error) => {
      // One stream that cannot be handled must not keep the bot from starting for all others.
      log.error({ err: error, stream: id }, 'A stream could not be told of the gap')
    })
  }
  await Promise.all(
    (await store.streamsLabelled('open', { limit: OPEN_STREAMS_MAX })).map(({ id }) => tell(id)),
  )
}

/**
 * Writes down, over and over, that the bot is alive, and forgets what nobody will ask again. A process that was
 * stopped in the middle (a closed laptop, a machine that was moved) was away as well, and says so when it goes on.
 */
export function createPresence(parts: {
  store: Store
  engine: Engine
  clock: Clock
  /** Time that nobody moves forward by hand: what the machine's clock says. */
  machineTime(): Instant
  log: DispatchLog
  /** Set when other processes share the database: what a dead one was sending is taken over. */
  isAlive?(owner: string): Promise<boolean>
}) {
  const { store, clock, log } = parts
  let waker = signal()
  let stopping = false
  let writtenAt = Number.NEGATIVE_INFINITY
  /** What the store said when it could not be written the last time. */
  let trouble: string | undefined
  let turnedAt = parts.machineTime()

  /** Another process may have been there all the while. */
  async function noticeGap(now: Instant): Promise<void> {
    const before = turnedAt
    turnedAt = parts.machineTime()
    if (turnedAt - before < GAP_WORTH_TELLING_MS) return
    const from = Math.max(now - (turnedAt - before), Number((await store.fact('alive-at')) ?? 0))
    if (now - from >= GAP_WORTH_TELLING_MS) await tellOfGap(parts, { from, to: now })
  }

  async function run(): Promise<void> {
    let forgetInboxAt = Number.NEGATIVE_INFINITY
    while (!stopping) {
      waker = signal()
      const now = clock.now()
      try {
        await noticeGap(now)
        await store.setFact('alive-at', String(now))
        writtenAt = now
        if (trouble !== undefined) log.info({}, 'The database can be written again')
        trouble = undefined
        const { isAlive } = parts
        if (isAlive) await store.outbox.reclaim(async (owner) => !(await isAlive(owner)), now)
        if (now >= forgetInboxAt) {
          await store.forgetInbox(now - INBOX_KEPT_MS)
          forgetInboxAt = now + FORGET_INBOX_EVERY_MS
        }
      } catch (error) {
        writtenAt = Number.NEGATIVE_INFINITY
        const why = whyUnwritable(error)
        const said = why === undefined ? UNWRITABLE : `${UNWRITABLE}: ${why}`
        // Tried every second, for hours perhaps; said once, and again when it is something else.
        if (said !== trouble) log.error({ err: error }, said)
        trouble = said
      }
      const again = writtenAt === now ? ALIVE_EVERY_MS : STORE_TROUBLE_PAUSE_MS
      await clock.sleepUntil(now + again, waker.fired)
    }
  }

  return {
    run,
    stop() {
      stopping = true
      waker.fire()
    },
    /** Undefined when the store could be written the last time, and lately; else what is wrong, in a sentence. */
    wrong: () => (clock.now() - writtenAt < 3 * ALIVE_EVERY_MS ? undefined : (trouble ?? UNWRITABLE)),
  }
}
