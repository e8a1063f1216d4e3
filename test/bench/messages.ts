import { existsSync, readFileSync } from 'node:fs'
import { untilReady } from '../process/bot-process.ts'
import { startContest } from './contest.ts'
import { percentile, remark, report, timed } from './report.ts'

/**
 * What a busy channel costs the bot: messages that it hears of and that are nobody's business, and edits, for each of
 * which it looks into an index; against a bare Bolt app that hears of the same. Processes of their own, taking turns.
 */
const ROUNDS = 4
const PER_ROUND = 500
const AT_ONCE = 8
const OPEN_INCIDENTS = 20
/** A channel in which twenty people type a line each second. */
const BUSY_PER_SECOND = 20
const TICK_MS = 10

const contest = await startContest('bare-bolt.ts', { LOG_LEVEL: 'error' })
const { oursPort, barePort, sandbox, ours } = contest
let sent = 0
const plain = () => ({ user: 'U0BEN', text: 'Has anybody looked at the queue?', ts: ts() })
const edited = () => ({
  subtype: 'message_changed',
  hidden: true,
  ts: ts(),
  message: { type: 'message', user: 'U0BEN', text: 'x', ts: ts(), edited: { user: 'U0BEN', ts: ts() } },
  previous_message: { type: 'message', user: 'U0BEN', text: 'y', ts: ts() },
})

try {
  await untilReady(ours, `http://127.0.0.1:${oursPort}`)
  for (let n = 0; n < OPEN_INCIDENTS; n += 1) await declare(n)
  for (const port of [barePort, oursPort]) await timed(PER_ROUND, AT_ONCE, () => tell(port, plain()))

  for (const [name, message] of [
    ['a message', plain],
    ['an edited message', edited],
  ] as const) {
    const took = { ours: [] as number[], bare: [] as number[] }
    let cpuMs = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      took.bare.push(...(await timed(PER_ROUND, AT_ONCE, () => tell(barePort, message()))))
      const before = cpuOf(ours.child.pid)
      took.ours.push(...(await timed(PER_ROUND, AT_ONCE, () => tell(oursPort, message()))))
      cpuMs += cpuOf(ours.child.pid) - before
    }
    const each = cpuMs / (ROUNDS * PER_ROUND)
    remark(
      `${name}: ${each.toFixed(2)} ms of CPU, ${((each * BUSY_PER_SECOND) / 10).toFixed(1)} % of a core at ${BUSY_PER_SECOND} a second`,
    )
    for (const share of [0.5, 0.99]) {
      const [mine, theirs] = [percentile(took.ours, share), percentile(took.bare, share)]
      report({
        name: `${name} in a channel of the bot to 200, ${AT_ONCE} at once, p${share * 100}`,
        ours: mine,
        theirs,
        unit: 'ms',
        aim: share === 0.99 ? '≤ 3 × bare Bolt' : 'reported',
        met: share !== 0.99 || mine <= 3 * theirs,
      })
    }
  }
} finally {
  await contest.end()
}

function ts(): string {
  sent += 1
  return `${1_768_469_400 + sent}.000100`
}

async function tell(port: number, message: object): Promise<void> {
  const event = { type: 'message', channel: 'C0ROOM', channel_type: 'channel', ...message }
  const id = `Ev${sent}`
  await contest.sendSigned(
    port,
    JSON.stringify({ type: 'event_callback', team_id: 'T0DEMO', event_id: id, event_time: 1, event }),
    'application/json',
  )
}

async function declare(n: number): Promise<void> {
  const form = new URLSearchParams({
    command: '/incident',
    text: `declare sev4 Bench incident ${n}`,
    user_id: 'U0ANA',
    channel_id: 'C0ROOM',
    trigger_id: `t${n}`,
    team_id: 'T0DEMO',
    response_url: `${sandbox.url}/response/unused`,
  })
  await contest.sendSigned(oursPort, form.toString(), 'application/x-www-form-urlencoded')
}

/** CPU that a process has used, as Linux counts it; not a number elsewhere. */
function cpuOf(pid = 0): number {
  if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
