import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { SwitchValue } from '../core/switch/provider.ts'
import type { WriteQueue } from '../engine/write-queue.ts'

/** What was set. `value` null: whatever the policy calls normal. */
export type SetFlag = { key: string; value: SwitchValue | null; version: number }

/** The flags in the database, each with a version of its own that grows with every change. */
export function createFlagTable(reads: Kysely<Database>, write: WriteQueue['write']) {
  return {
    async all(): Promise<SetFlag[]> {
      return (await reads.selectFrom('flags').select(['key', 'value', 'version']).execute()).map(parsed)
    },
    async one(key: string): Promise<SetFlag | undefined> {
      const row = await reads
        .selectFrom('flags')
        .select(['key', 'value', 'version'])
        .where('key', '=', key)
        .executeTakeFirst()
      return row && parsed(row)
    },
    /** Differs whenever anything was changed: rows stay, and their versions only grow. */
    async version(): Promise<number> {
      const row = await reads
        .selectFrom('flags')
        .select((select) => select.fn.sum<number>('version').as('sum'))
        .executeTakeFirst()
      return Number(row?.sum ?? 0)
    },
    /** Resolves with the row as it is when this is durable; one that had the value already keeps its version. */
    set: (key: string, value: SwitchValue | null, at: number): Promise<SetFlag> =>
      write(async (transaction) => {
        const text = value === null ? null : JSON.stringify(value)
        await transaction
          .insertInto('flags')
          .values({ key, value: text, version: 1, updated_at: at })
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet({ value: text, version: sql`flags.version + 1`, updated_at: at })
              .where('flags.value', 'is distinct from', text),
          )
          .execute()
        const kept = transaction.selectFrom('flags').select(['key', 'value', 'version'])
        return parsed(await kept.where('key', '=', key).executeTakeFirstOrThrow())
      }, `flag:${key}`),
  }
}

export type FlagTable = ReturnType<typeof createFlagTable>

function parsed(row: { key: string; value: string | null; version: number }): SetFlag {
  return { ...row, value: row.value === null ? null : (JSON.parse(row.value) as SwitchValue) }
}
