import type { DeclaredFlag, Flag } from './flag.ts'
import { valueProblem } from './flag.ts'
import type { SetFlag } from './flag-table.ts'

export type FlagBook = ReturnType<typeof createFlagBook>

/** All flags as they are now, in memory, so that evaluating one asks nobody. */
export function createFlagBook() {
  let declared = new Map<string, DeclaredFlag>()
  const rows = new Map<string, SetFlag>()
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const listener of listeners) listener()
  }

  function get(key: string): Flag | undefined {
    const normal = declared.get(key)?.normal
    const value = rows.get(key)?.value ?? undefined
    // A value of another type is from before the policy changed the switch: no caller could use it.
    const usable = value !== undefined && valueProblem(value, normal) === undefined ? value : normal
    if (usable === undefined) return undefined
    return { key, value: usable, ...(normal !== undefined && { normal }), isNormal: usable === normal }
  }

  return {
    get,
    /** Flags that were set to a value that the policy no longer allows them, and so have their normal one. */
    unusable(): string[] {
      const isSet = ({ value }: SetFlag) => value !== null
      return [...rows.values()]
        .filter(isSet)
        .flatMap(({ key, value }) => (get(key)?.value === value ? [] : key))
    },
    /** In order of their keys. */
    all(): Flag[] {
      const keys = [...new Set([...declared.keys(), ...rows.keys()])].sort()
      return keys.flatMap((key) => get(key) ?? [])
    },
    /** Replaces what the policy says. What was set stays set. */
    declare(flags: readonly DeclaredFlag[]): void {
      declared = new Map(flags.map((flag) => [flag.key, flag]))
      changed()
    },
    /** Rows as they were read; one that is older than what is known is left out. */
    take(read: readonly SetFlag[]): void {
      const newer = read.filter(({ key, version }) => version > (rows.get(key)?.version ?? 0))
      for (const row of newer) rows.set(row.key, row)
      if (newer.length > 0) changed()
    },
    /** To be compared with the version of the table. */
    version: () => [...rows.values()].reduce((sum, row) => sum + row.version, 0),
    onChange: (listener: () => void) => void listeners.push(listener),
  }
}
