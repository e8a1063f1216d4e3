import type { AccountData, PolicyRecord, ScheduleRecord, Target } from './records.ts'

/** One person's turn in a schedule, `from` to `until` in milliseconds. */
export type Turn = { user: string; from: number; until: number }

/** One person on call for a rule of a policy; without times: always. */
export type OnCall = {
  policy: PolicyRecord
  level: number
  user: string
  schedule?: ScheduleRecord
  from?: number
  until?: number
}

const TURNS_MAX = 1_000

/** The turns that overlap a span of time, in order. */
export function turnsOf({ users, start, turnMs }: ScheduleRecord, since: number, until: number): Turn[] {
  if (users.length === 0) return []
  const first = Math.max(0, Math.floor((since - start) / turnMs))
  const turns: Turn[] = []
  for (let turn = first; turns.length < TURNS_MAX; turn++) {
    const from = start + turn * turnMs
    if (from > until || (from === until && from > since)) break
    turns.push({ user: users[turn % users.length] ?? '', from, until: from + turnMs })
  }
  return turns
}

/** Whom a rule's target means now. */
export function behind(data: AccountData, target: Target, now: number): string[] {
  if (target.type === 'user') return [target.id]
  const schedule = data.schedules.find(({ id }) => id === target.id)
  return schedule === undefined ? [] : turnsOf(schedule, now, now).map(({ user }) => user)
}

/** Who is on call for what within a span of time, by policy, rule and time. */
export function onCalls(data: AccountData, since: number, until: number): OnCall[] {
  return data.policies.flatMap((policy) =>
    policy.rules.flatMap(({ targets }, index) =>
      targets.flatMap((target): OnCall[] => {
        const level = index + 1
        if (target.type === 'user') return [{ policy, level, user: target.id }]
        const schedule = data.schedules.find(({ id }) => id === target.id)
        if (schedule === undefined) return []
        return turnsOf(schedule, since, until).map((turn) => ({ policy, level, schedule, ...turn }))
      }),
    ),
  )
}

/** The first of each policy, rule and person. */
export function earliest(all: OnCall[]): OnCall[] {
  const seen = new Set<string>()
  const byStart = [...all].sort((a, b) => (a.from ?? 0) - (b.from ?? 0))
  return byStart.filter(({ policy, level, user }) => {
    const key = `${policy.id} ${level} ${user}`
    return !seen.has(key) && seen.add(key)
  })
}
