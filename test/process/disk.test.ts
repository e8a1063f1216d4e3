import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { outsideServer } from '../outside/outside-server.ts'
import { untilReady } from './bot-process.ts'
import { canHaveDisk, canMount, type Disk, diskUnder, shell } from './disks.ts'
import { readBack } from './read-back.ts'
import { folder, world } from './world.ts'

/** The first page of an incident goes out this late: in the middle of the trouble, which it has to outlive. */
const PAGE_AFTER_SECONDS = 4
const HEARTBEAT_SECONDS = 10
/** Notes that a disk may still take after the last free block is gone. */
const NOTES_MAX = 30
/** Of one processor's time while nothing can be written; trying again without a pause takes all of it. */
const BUSY_MAX = 0.5

/** What keeps a running bot from writing, and how it ends. */
type Trouble = {
  runs: boolean
  says: RegExp
  /** Whether it lasts until a sign of life is due: once is enough. */
  lasts?: boolean
  /** Makes what `begin` needs, and gives it. `begin` gives how it ends. */
  on(data: string): { begin(): () => void }
}

const HAS_DISK = canHaveDisk()

const TROUBLES: Record<string, Trouble> = {
  'a disk that is full': {
    runs: canMount(),
    says: /its disk is full/,
    on(data) {
      shell(`mount -t tmpfs -o size=8m tmpfs ${data}`)
      onTestFinished(() => void shell(`umount -l ${data}`))
      return {
        begin() {
          shell(`dd if=/dev/zero of=${data}/hog bs=4k`)
          return () => void shell(`rm ${data}/hog`)
        },
      }
    },
  },
  'a disk that can only be read from now on': {
    runs: HAS_DISK,
    says: /its disk fails or can only be read/,
    lasts: true,
    on(data) {
      const disk = aDisk(data)
      const files = ['tocsin.db', 'tocsin.db-wal']
      return {
        begin() {
          disk.freeze(files)
          return () => disk.thaw(files)
        },
      }
    },
  },
  'a database that somebody else holds': {
    runs: true,
    says: /another program is holding it/,
    on: (data) => ({
      begin() {
        const other = new Sqlite(path.join(data, 'tocsin.db'))
        other.exec('begin immediate')
        return () => void other.close()
      },
    }),
  },
}

describe.each(Object.entries(TROUBLES))('%s', (_, trouble) => {
  it.skipIf(!trouble.runs)(
    'keeps nobody in the dark: commands are refused with why, health and heartbeat tell, and all goes on by itself',
    { timeout: 120_000 },
    async () => {
      const data = folder()
      const { begin } = trouble.on(data)
      const service = await outsideServer(() => ({ status: 200, body: 'OK' }))
      const { url, start, type } = await world()
      const bot = start({
        DATA_DIR: data,
        LOG_LEVEL: 'info',
        POLICY_FILE: impatientPolicy(),
        HEARTBEAT_URL: service.url,
        HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS),
      })
      await untilReady(bot, url)
      const metric = async (name: string) => {
        const text = await (await fetch(`${url}/metrics`)).text()
        const line = text.split('\n').find((each) => each.startsWith(name))
        return Number(line?.split(' ').at(-1) ?? 0)
      }
      const [database, key] = [path.join(data, 'tocsin.db'), path.join(data, 'timeline.key')]
      const types = async () => (await readBack(database, key)).rows.map((row) => row.type)
      expect(await type('/incident declare sev2 Before')).toMatch(/INC-1/)

      const end = begin()
      const [cpu, since] = [await metric('process_cpu_seconds_total'), performance.now()]
      const saidBefore = bot.said().length
      const taken: string[] = []
      let refusal: string | undefined
      for (let n = 0; refusal === undefined && n < NOTES_MAX; n += 1) {
        const text = `note-${n}-${'x'.repeat(2_400)}`
        const answer = await type(`/incident note INC-1 ${text}`)
        if (/noted/.test(answer)) taken.push(text)
        else if (/not recorded/.test(answer)) refusal = answer
      }
      expect(refusal).toMatch(/\*not recorded\*: the database cannot be written/)
      expect(refusal).toMatch(trouble.says)
      expect(refusal).toMatch(/try again/)
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 25_000 }).toBe(503)
      const { wrong } = (await (await fetch(`${url}/readyz`)).json()) as { wrong: { store: string } }
      expect(wrong.store).toMatch(trouble.says)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      const beats = service.received.length
      if (trouble.lasts) {
        const held = () => metric('tocsin_heartbeats_total{outcome="held"}')
        await expect.poll(held, { timeout: 25_000 }).toBeGreaterThan(0)
        const load = (await metric('process_cpu_seconds_total')) - cpu
        expect(load / ((performance.now() - since) / 1_000)).toBeLessThan(BUSY_MAX)
        expect(service.received).toHaveLength(beats)
      }
      const lines = bot.said().slice(saidBefore).split('\n')
      expect(lines.filter((line) => /The database cannot be written: /.test(line))).toHaveLength(1)
      // One of each command that was refused, and of each part and delivery that met the trouble; not one a second.
      const told = lines.filter((line) => /"level":"(warn|error)"/.test(line))
      const same = told
        .map((line) => JSON.parse(line))
        .map(({ msg, effect, request }) => `${msg} ${effect ?? request ?? ''}`)
      expect(same).toEqual([...new Set(same)])
      expect(await types()).not.toContain('page-sent')
      expect(bot.child.exitCode).toBeNull()

      end()
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 25_000 }).toBe(200)
      expect(await type('/incident note INC-1 writable-again-')).toMatch(/noted/)
      await expect.poll(types, { timeout: 25_000 }).toContain('page-sent')
      if (trouble.lasts)
        await expect.poll(() => service.received.length, { timeout: 25_000 }).toBeGreaterThan(beats)
      expect(bot.said()).toContain('The database can be written again')
      bot.child.kill('SIGTERM')
      expect(await bot.ended).toBe(0)
      const { faults, events } = await readBack(database, key)
      expect(faults).toEqual([])
      for (const text of [...taken, 'writable-again-']) expect(events.split(text)).toHaveLength(2)
    },
  )
})

describe('a disk that goes on as readable only after an error', () => {
  it.skipIf(!HAS_DISK)(
    'loses nothing that was acknowledged: the bot says so, and goes on where it was once the disk is back',
    {
      timeout: 90_000,
    },
    async () => {
      const data = folder()
      const disk = aDisk(data)
      const { url, start, type } = await world()
      const first = start({ DATA_DIR: data, LOG_LEVEL: 'silent' })
      await untilReady(first, url)
      expect(await type('/incident declare sev3 Before')).toMatch(/INC-1/)
      expect(await type('/incident note INC-1 before-')).toMatch(/noted/)
      disk.fails()
      expect(await type('/incident note INC-1 refused-')).toMatch(/\*not recorded\*.*can only be read/)
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 25_000 }).toBe(503)
      first.child.kill('SIGTERM')
      expect(await first.ended).toBe(0)
      const second = start({ DATA_DIR: data })
      expect(await second.ended).toBe(1)
      expect(second.said()).toContain(`${data} can only be read. Mount it for writing`)
      disk.back()
      const third = start({ DATA_DIR: data })
      await untilReady(third, url)
      expect(await type('/incident note INC-1 after-')).toMatch(/noted/)
      third.child.kill('SIGTERM')
      expect(await third.ended).toBe(0)
      const { faults, events } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
      expect(faults).toEqual([])
      for (const text of ['before-', 'after-']) expect(events.split(text)).toHaveLength(2)
      expect(events).not.toContain('refused-')
    },
  )
})

function aDisk(data: string): Disk {
  const disk = diskUnder(data)
  if (disk === undefined) throw new Error('There is no disk')
  onTestFinished(disk.remove)
  return disk
}

/** Policy of the repository, but for how soon somebody is paged. */
function impatientPolicy(): string {
  const file = path.join(folder(), 'policy.yml')
  const soon = `firstPageAfterSeconds: ${PAGE_AFTER_SECONDS}`
  writeFileSync(file, readFileSync('policy.yml', 'utf8').replace(/firstPageAfterSeconds: \d+/, soon))
  return file
}
