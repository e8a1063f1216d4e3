import type { Instant } from '../core/decider.ts'
import type { Place, ProviderFailure, SwitchProvider, SwitchValue } from '../core/switch/provider.ts'
import { isFlagKey, valueProblem } from './flag.ts'
import type { FlagBook } from './flag-book.ts'
import type { FlagTable } from './flag-table.ts'

/** The built-in switches: kept in the bot's own database, told to whoever asks over OFREP. */
export function createBuiltinProvider(parts: {
  table: FlagTable
  book: FlagBook
  now(): Instant
}): SwitchProvider {
  const { table, book } = parts
  return {
    async set({ place, value }, signal) {
      const key = keyOf(place)
      if (key === undefined) return noKey(place)
      const known = book.get(key)
      const problem = valueProblem(value, known?.normal ?? known?.value)
      if (problem !== undefined) return never(`The flag ${key} cannot be set so. ${problem}`)
      if (signal.aborted) return later('It was called off before it was written.')
      try {
        // What is normal again follows the policy again, also when the policy comes to call something else normal.
        book.take([await table.set(key, asKept(value, known?.normal), parts.now())])
        return { ok: true }
      } catch (error) {
        return later(`The database did not take the flag ${key}: ${(error as Error).message}`)
      }
    },

    async read(place) {
      const key = keyOf(place)
      if (key === undefined) return noKey(place)
      try {
        const row = await table.one(key)
        if (row) book.take([row])
      } catch (error) {
        return later(`The database could not be asked for the flag ${key}: ${(error as Error).message}`)
      }
      const flag = book.get(key)
      return flag ? { ok: true, value: flag.value } : never(`There is no built-in flag ${key}.`)
    },
  }
}

function asKept(value: SwitchValue, normal: SwitchValue | undefined): SwitchValue | null {
  return value === normal ? null : value
}

function keyOf(place: Place): string | undefined {
  return isFlagKey(place.flag) ? place.flag : undefined
}

function noKey({ flag }: Place): ProviderFailure {
  return never(`"${String(flag)}" cannot be the key of a flag: use letters, digits, ".", "_" and "-".`)
}

const never = (why: string): ProviderFailure => ({ ok: false, why, again: 'never' })
const later = (why: string): ProviderFailure => ({ ok: false, why, again: 'later' })
