import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { untilReady } from '../process/bot-process.ts'
import { startContest } from './contest.ts'
import { rawCommits } from './engine-rig.ts'
import { percentile, remark, report, timed } from './report.ts'

/**
 * From a signed slash command to its HTTP 200 with the commit durable, against a bare Bolt app whose handler
 * only acknowledges. Both are processes of their own; they take turns, so that a slow moment meets both.
 */
const ROUNDS = 6
const PER_ROUND = { 1: 150, 32: 640 } as const
const WARM_UP = 1_500

const contest = await startContest('bare-bolt.ts', { LOG_LEVEL: 'error' })
const { folder, oursPort, barePort, sandbox, ours } = contest
try {
  await untilReady(ours, `http://127.0.0.1:${oursPort}`)
  for (let n = 0; n < 32; n += 1) await command(oursPort, `declare sev4 Bench incident ${n}`)
  await untilAnswers(barePort)
  for (const port of [barePort, oursPort]) await timed(WARM_UP, 32, (n) => note(port, n))

  const fsyncs = rawCommits(path.join(folder, 'raw.db'))
  remark(
    `one bare commit with fsync: p50 ${percentile(fsyncs, 0.5).toFixed(3)} ms, p99 ${percentile(fsyncs, 0.99).toFixed(3)} ms`,
  )
  for (const atOnce of [1, 32] as const) {
    const took = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      took.bare.push(...(await timed(PER_ROUND[atOnce], atOnce, (n) => note(barePort, n))))
      took.ours.push(...(await timed(PER_ROUND[atOnce], atOnce, (n) => note(oursPort, n))))
    }
    for (const share of [0.5, 0.99]) {
      const [mine, theirs] = [percentile(took.ours, share), percentile(took.bare, share)]
      const name = `slash command to durable 200, ${atOnce} at once, p${share * 100}`
      report({
        name,
        ours: mine,
        theirs,
        unit: 'ms',
        aim: share === 0.99 ? '≤ 2 × bare Bolt + one fsync commit' : 'reported',
        met: share !== 0.99 || mine <= 2 * theirs + percentile(fsyncs, share),
      })
    }
  }
} finally {
  await contest.end()
}

function note(port: number, n: number): Promise<void> {
  return command(port, `note INC-${(n % 32) + 1} Pool exhausted on shard ${n}`)
}

async function command(port: number, text: string): Promise<void> {
  const body = new URLSearchParams({
    token: 'unused',
    team_id: 'T0TEAM',
    team_domain: 'bench',
    channel_id: 'C0ROOM',
    channel_name: 'incident-room',
    user_id: 'U0ANA',
    user_name: 'ana',
    command: '/incident',
    text,
    api_app_id: 'A0APP',
    is_enterprise_install: 'false',
    response_url: `${sandbox.url}/response/unused`,
    trigger_id: randomUUID(),
  }).toString()
  const answer = await contest.sendSigned(port, body, 'application/x-www-form-urlencoded')
  if (port === oursPort && !/recorded|declared|noted/i.test(answer))
    throw new Error(`Not recorded: ${answer.slice(0, 300)}`)
}

async function untilAnswers(port: number): Promise<void> {
  for (;;) {
    if (
      await command(port, 'help').then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
