import type { Topic } from '../incident/topic.ts'
import { REDACTED } from '../timeline/kinds.ts'
import type { AmendCommand, AmendEvent } from './amend.ts'
import { correctEntry, redactEntries, withdrawEntry } from './decide-amend.ts'
import { amendDetails, amendDoes } from './describe-amend.ts'
import { evolveAmend, noteAmendment } from './evolve-amend.ts'
import { reactAmend } from './react-amend.ts'

/** What people say about earlier lines of the timeline: that they were wrong, are taken back, or hold a secret. */
export const amend: Topic<AmendCommand, AmendEvent> = {
  commands: { 'correct-entry': 'correct', 'withdraw-entry': 'withdraw', 'redact-entries': 'redact' },
  events: { 'entry-corrected': 'whoever', 'entry-withdrawn': 'whoever', 'entry-redacted': 'whoever' },
  kinds: { 'entry-corrected': 'correction', 'entry-withdrawn': 'correction', 'entry-redacted': 'correction' },
  refersTo(command, state) {
    if (command.type !== 'redact-entries') return [command.entry]
    const [named = 0] = command.entries
    return [...new Set([...command.entries, ...(state.amended[named]?.corrections ?? [])])]
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'correct-entry':
        return correctEntry(state, command, context)
      case 'withdraw-entry':
        return withdrawEntry(state, command, context)
      case 'redact-entries':
        return redactEntries(state, command, context)
    }
  },
  evolve: evolveAmend,
  notes: noteAmendment,
  react: reactAmend,
  withoutWords(event) {
    if (event.type !== 'entry-corrected') return { ...event, reason: REDACTED }
    return {
      ...event,
      ...(event.text !== undefined && { text: REDACTED }),
      ...(event.reason !== undefined && { reason: REDACTED }),
    }
  },
  amends(event) {
    const because = event.reason === undefined ? {} : { because: event.reason }
    if (event.type === 'entry-withdrawn') return { of: event.entry, how: 'withdrawn', ...because }
    if (event.type === 'entry-redacted') return { of: event.entry, how: 'redacted', ...because }
    const { entry: of, text, at } = event
    return {
      ...{ of, how: 'corrected' as const },
      ...(text !== undefined && { details: [{ text }] }),
      ...(at !== undefined && { at }),
      ...because,
    }
  },
  does: amendDoes,
  details: amendDetails,
}
