import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startBot } from '../../src/bot.ts'
import type { StatusPage } from '../../src/sandbox/outside-world.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { type Chance, chance } from './chance.ts'
import { Faults } from './faults.ts'
import { Journal } from './journal.ts'
import { judge } from './judge.ts'
import { Mails } from './judge-mail.ts'
import { PublicPage } from './judge-page.ts'
import { notAsShown } from './judge-switches.ts'
import { Ledger } from './ledger.ts'
import { begin, type Life, lifeOf } from './life.ts'
import { Loop, type Owner } from './loop.ts'
import { Network } from './network.ts'
import { type Parts, partsOf, WORKSPACE_PORT, worldOf } from './parts.ts'
import { People } from './people.ts'
import { type Fault, type FaultKind, HOUR, MINUTE, type Plan, quietPlan, SECOND } from './plan.ts'
import { diskFull, locked } from './platform/disk.ts'
import { MAIL_URL } from './platform/elsewhere.ts'
import { CutOff, enter, type Stage } from './platform/stage.ts'
import { postOffice } from './post-office.ts'
import { SwitchSystems } from './switch-systems.ts'
import { SwitchWatch } from './switch-watch.ts'

/** Something that must never be, and what shows it. */
export type Violation = { what: string; shows: string }

export type Night = {
  violations: Violation[]
  journal: Journal
  faults: Map<FaultKind, number>
  simulatedMs: number
  commands: number
  steps: number
  lives: number
  calls: number
}

/** Once nothing goes wrong any more, everything owed is done within this time. */
const CONVERGE_MS = 30 * MINUTE
const LOOK_EVERY_MS = 5 * SECOND
/** A supervisor starts a bot that ended by itself again after this, and waits longer each time. */
const AGAIN_AFTER_MS = 5 * SECOND
const AGAIN_AFTER_AT_MOST_MS = 2 * MINUTE
const MAIL_HOST = new URL(MAIL_URL).host
/** How soon after its end a supervisor has a bot back that was to be back already. */
const BACK_WITHIN_MS = 100
const SCRATCH = process.platform === 'linux' ? '/dev/shm' : tmpdir()
const WRITES = /^\s*(insert|update|delete|create|alter|commit|vacuum)/i

/** What the bot's file looks like where it ran an hour ago, by the time at which the night begins. */
const filesBefore = new Map<number, Buffer>()

async function fileBefore({ ranBefore, startAt }: Plan): Promise<Buffer | undefined> {
  if (!ranBefore) return undefined
  if (!filesBefore.has(startAt))
    await liveThrough(quietPlan(startAt - HOUR), (file) => void filesBefore.set(startAt, readFileSync(file)))
  return filesBefore.get(startAt)
}

/** Lives through one plan from beginning to end. `keep` is given the database at the end. */
export async function liveThrough(plan: Plan, keep?: (file: string) => void): Promise<Night> {
  const before = await fileBefore(plan)
  const loop = new Loop(plan.startAt)
  const journal = new Journal(() => loop.now - plan.startAt)
  const since = () => loop.now - plan.startAt
  const faults = new Faults(plan, since)
  const violations: Violation[] = []
  const folder = mkdtempSync(path.join(SCRATCH, 'tocsin-sim-'))
  const file = path.join(folder, 'tocsin.db')
  if (before) writeFileSync(file, before)
  let parts: Parts | undefined
  const violated = (what: string, shows: string) => {
    if (violations.length >= 20) return
    violations.push({ what, shows })
    if (process.env.SIM_ERRORS) console.error(what, shows)
    journal.story(`VIOLATION ${what}: ${shows}`)
  }
  const clockJumps = plan.faults.some(({ kind }) => kind === 'clock-jump')
  const ledger = new Ledger({ file, now: since, journal, violated, clockJumps })
  const systems = new SwitchSystems(() => loop.now)
  const switches = new SwitchWatch({ systems, ledger, now: since, violated, elsewhere: plan.elsewhere })
  const mails = new Mails({ ledger, violated })
  const byHand = plan.steps.flatMap(({ act }) => (act.do === 'page-by-hand' ? [act.how] : []))
  const page = new PublicPage({
    ledger,
    violated,
    removed: byHand.includes('remove'),
    touched: byHand.length > 0,
  })
  ledger.others.push(page, {
    leaves(passing) {
      if (passing.url.host === MAIL_HOST) mails.leaves(passing)
    },
    accepted: (passing, answered) => switches.accepted(passing, answered),
  })
  const network = new Network(plan, { loop, faults, journal, watcher: ledger })
  const draws = new Map<Owner, Chance>()
  let life: Life | undefined
  let lives = 0
  let failedStarts = 0
  let downUntil = 0
  let healed = false

  const stage: Stage = {
    loop,
    chanceOf(owner) {
      const known = draws.get(owner) ?? chance(`${plan.seed}/random of ${owner.name}`)
      draws.set(owner, known)
      return known
    },
    seam(owner, what) {
      if (life?.owner !== owner || life.seamsLeft === 0) return
      life.seamsLeft -= 1
      if (life.seamsLeft > 0) return
      journal.story(`the bot's process is killed at: ${what.replace(/\s+/g, ' ').slice(0, 90)}`)
      kill()
      throw new CutOff()
    },
    async fetch(owner, url, init) {
      if (!owner.alive) return new Promise(() => undefined)
      stage.seam(owner, `request to ${url.pathname}`)
      return network.fetch(owner, url, init)
    },
    serves(owner, asked, listener, server) {
      const port = asked === 0 ? 4_100 + network.servers.size : asked
      if (owner !== loop.world) network.bot = { owner, listener }
      else network.servers.set(`127.0.0.1:${port}`, listener)
      if (port === WORKSPACE_PORT) network.sockets.workspace = server
      return port
    },
    troubleWith(_owner, sql) {
      if (!WRITES.test(sql)) return undefined
      if (faults.strike('disk-full')) return diskFull()
      return faults.strike('database-locked') ? locked() : undefined
    },
    opened(owner, connection) {
      if (life?.owner === owner) life.connections.push(connection)
    },
    connect: (client, url) => network.sockets.connect(client, url),
  }
  enter(stage)
  loop.onThrow = (error, owner) => threw(error, owner, 'an exception that nobody caught')
  loop.onStep = (owner) => stage.seam(owner, 'an await')

  function threw(error: unknown, owner: Owner, what: string): void {
    if (error instanceof CutOff || !owner.alive) return
    violated(
      owner === loop.world ? 'the simulation itself failed' : `${what} would end the process`,
      stackOf(error),
    )
  }
  const rejected = (error: unknown) => threw(error, loop.owner, 'a rejection that nobody handled')
  process.on('unhandledRejection', rejected)

  function kill(): void {
    if (!life) return
    life.owner.alive = false
    for (const connection of life.connections) connection.close()
    network.processEnded(life.owner)
    life = undefined
  }

  async function start(): Promise<void> {
    if (life || (since() < downUntil && !healed)) return
    lives += 1
    const mine = lifeOf(lives, aheadNow())
    life = mine
    journal.story(`the bot starts${lives > 1 ? ' again' : ''}`)
    if (!parts) throw new Error('The world is not there yet')
    await begin(mine, loop, parts, {
      log(level, facts, message) {
        if (level !== 'debug' && level !== 'trace') journal.detail(`${level}: ${message} ${factsOf(facts)}`)
        if (process.env.SIM_ERRORS && level === 'error') console.error(message, facts)
      },
      up() {
        failedStarts = 0
        journal.detail('the bot is up')
      },
      failed(error) {
        journal.story(`the bot could not start: ${(error as Error).message}`)
        if (life === mine) kill()
        failedStarts += 1
        const pause = Math.min(AGAIN_AFTER_AT_MOST_MS, AGAIN_AFTER_MS * 2 ** failedStarts)
        loop.after(pause, loop.world, () => void starting.push(start))
      },
    })
  }
  /** Starts are asked for inside of steps and made between them. */
  const starting: (() => Promise<void>)[] = []

  function aheadNow(): number {
    const jump = healed
      ? undefined
      : plan.faults.findLast((fault) => fault.kind === 'clock-jump' && under(fault))
    return jump?.kind === 'clock-jump' ? jump.byMs : 0
  }
  const under = ({ at, lasts }: Fault) => since() >= at && since() < at + lasts

  function arrange(fault: Fault): void {
    const at = plan.startAt + fault.at
    if (fault.kind === 'crash') {
      loop.at(at, loop.world, () => {
        if (!life) return
        faults.count('crash')
        life.seamsLeft = fault.afterSeams
        const doomed = life
        downUntil = Math.max(downUntil, since() + fault.downMs)
        // Who has nothing to do does not come to a seam; it ends all the same.
        loop.after(Math.min(fault.lasts, MINUTE), loop.world, () => {
          if (life !== doomed) return
          journal.story(`the bot's process is killed while it waits`)
          kill()
        })
        const again = () => {
          if (life === doomed || since() < downUntil) loop.after(BACK_WITHIN_MS, loop.world, again)
          else starting.push(start)
        }
        loop.after(fault.downMs, loop.world, again)
      })
    }
    if (fault.kind === 'socket-loss' && plan.mode === 'socket') {
      loop.at(at, loop.world, () => {
        faults.count('socket-loss')
        if (fault.hard) network.sockets.lose(faults.drawFor(fault) < 0.3)
        else people.refreshSockets()
      })
    }
    if (fault.kind === 'clock-jump') {
      const set = () => {
        faults.count('clock-jump')
        if (life) life.owner.aheadMs = aheadNow()
        journal.story(`the bot's clock is ${aheadNow() / MINUTE} min ahead`)
      }
      loop.at(at, loop.world, set)
      loop.at(at + fault.lasts, loop.world, set)
    }
  }

  /** Runs until then, starting processes as they are asked for. */
  async function until(ms: number, enough: () => boolean = () => false): Promise<void> {
    for (;;) {
      await loop.run(plan.startAt + ms, () => starting.length > 0 || violations.length >= 20 || enough())
      const next = starting.shift()
      if (!next) return
      await next()
    }
  }

  /** What is owed or due, and what is otherwise than it is shown. */
  async function whatIsLeft(): Promise<string[]> {
    const left = ledger.whatIsLeft(loop.now)
    const policy = parts?.policy
    if (left.length > 0 || policy === undefined) return left
    let seen: Promise<StatusPage | undefined> | undefined
    await loop.as(loop.world, () => {
      seen = people.page()
    })
    const shown = await seen
    return [...notAsShown({ ledger, watch: switches, policy }), ...(shown ? page.notAsShown(shown) : [])]
  }

  const people = new People({ plan, loop, network, journal, ledger, switches })
  try {
    let open: Promise<Sandbox> | undefined
    await loop.as(loop.world, () => {
      open = startSandbox(worldOf(plan))
    })
    await until(1)
    if (!open) throw new Error('The world did not begin')
    const world = await open
    parts = partsOf(plan, startBot, file, world)
    network.servers.set(
      MAIL_HOST,
      postOffice((mail) => mails.taken(mail)),
    )
    for (const [host, listener] of systems.listeners()) network.servers.set(host, listener)
    for (const fault of plan.faults) arrange(fault)
    for (const step of plan.steps) loop.at(plan.startAt + step.at, loop.world, () => people.take(step))
    await start()
    await until(plan.healAt)
    healed = true
    people.settle()
    if (life) (life as Life).owner.aheadMs = 0
    journal.story('nothing goes wrong any more')
    starting.push(start)
    let still = 0
    const worst = plan.healAt + CONVERGE_MS + HOUR
    for (let at = plan.healAt + LOOK_EVERY_MS; at < worst && still < 4; at += LOOK_EVERY_MS) {
      await until(at)
      const left = await whatIsLeft()
      still = left.length === 0 ? still + 1 : 0
      if (still < 4 && at >= plan.healAt + CONVERGE_MS) {
        violated('it does not come to rest', left.join('; '))
        break
      }
    }
    kill()
    let judged = false
    const { policy } = parts
    await loop.as(loop.world, () => {
      const { account } = world.pagerduty ?? {}
      judge({ file, ledger, policy, violated, plan, now: loop.now, account, switches, mails, page })
        .catch((error) => violated('the simulation itself failed', stackOf(error)))
        .finally(() => {
          judged = true
        })
    })
    await until(since() + MINUTE, () => judged)
    return {
      violations,
      journal,
      faults: faults.struck,
      simulatedMs: since(),
      commands: people.acted,
      steps: loop.steps,
      lives,
      calls: ledger.calls,
    }
  } finally {
    kill()
    ledger.close()
    keep?.(file)
    process.off('unhandledRejection', rejected)
    rmSync(folder, { recursive: true, force: true })
  }
}

function factsOf(facts: unknown): string {
  try {
    return JSON.stringify(facts, (key, value) => (key === 'err' ? errorLine(value) : value)).slice(0, 300)
  } catch {
    return ''
  }
}

function errorLine(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
