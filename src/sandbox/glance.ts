import { existsSync, readFileSync } from 'node:fs'
import { isObject, objectsOf, parseJson, textOf } from './json.ts'

/** Who is in a stored workspace, and how far its clock is ahead: for whoever reads beside it, without starting it. */
export function glance(stateFile: string): { names: Map<string, string>; clockOffsetMs: number } {
  const stored = existsSync(stateFile) ? parseJson(readFileSync(stateFile, 'utf8')) : undefined
  const data = isObject(stored) && isObject(stored.data) ? stored.data : {}
  const people = Array.isArray(data.people) ? objectsOf(data.people) : []
  return {
    names: new Map(people.map((one) => [textOf(one.id) ?? '', textOf(one.realName) ?? ''])),
    clockOffsetMs: typeof data.clockOffsetMs === 'number' ? data.clockOffsetMs : 0,
  }
}
