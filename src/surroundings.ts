import path from 'node:path'
import type { Config } from './config/config.ts'
import type { NamesOf } from './core/report/written-report.ts'
import type { Clock } from './engine/clock.ts'
import { createLog } from './log.ts'
import { readWorkspace } from './sandbox/persist.ts'
import { namesIn } from './slack/names.ts'

/** Who is who, and what time it is: asked of Slack, or read from the embedded workspace, whose clock may be ahead. */
export function surroundings(config: Config, clock: Pick<Clock, 'now'>): { names: NamesOf; now: number } {
  const { slack } = config
  if (slack.mode !== 'embedded')
    return { names: namesIn({ ...slack, now: clock.now, log: createLog('silent') }), now: clock.now() }
  const state = readWorkspace(path.join(config.dataDir, 'workspace.json'))
  const names = new Map(state?.people.map(({ id, realName }) => [id, realName]))
  return {
    names: async () => ({ user: (id) => names.get(id) ?? id }),
    now: clock.now() + (state?.clockOffsetMs ?? 0),
  }
}
