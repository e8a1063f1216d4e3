import { LOG_ID, log } from '../core/log/log.ts'
import type { Engine } from '../engine/engine.ts'
import { ensureOnly } from '../engine/only-stream.ts'
import type { Logbook } from '../slack/listen/desk.ts'

/** The organisation's log of decisions and near misses: one stream, begun with its first entry. */
export function createLogbook(engine: Engine): Logbook {
  const entries = engine.streams(log)
  return {
    entriesOfTypes: entries.entriesOfTypes,
    async put(command, request) {
      await ensureOnly(entries, LOG_ID, (number) => ({ type: 'begin' as const, number }))
      return entries.handle(LOG_ID, command, request)
    },
  }
}
