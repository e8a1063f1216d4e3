import { stringify } from 'csv-stringify/sync'
import { plainParts } from '../core/sentence.ts'
import { marksInWords, whoIs } from '../core/timeline/marks.ts'
import type { Exported } from './export.ts'
import type { ReadLine } from './read-timeline.ts'

const COLUMNS = [
  'number',
  'happened',
  'recorded',
  'kind',
  'who',
  'what',
  'said',
  'marks',
  'via',
  'message',
  'hash',
] as const

/** Excel takes a text for another character set than it is unless it begins with this. */
const BYTE_ORDER_MARK = '\ufeff'

/** A timeline as a table, a row an entry. The hash of the highest number is the head of the chain. */
export async function* csvLines({ lines, names }: Exported): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK + written([COLUMNS])
  let rows: (readonly string[])[] = []
  for await (const read of lines) {
    rows.push(cells(read, names))
    if (rows.length < ROWS_AT_ONCE) continue
    yield written(rows)
    rows = []
  }
  if (rows.length > 0) yield written(rows)
}

/** The writer of tables takes its time to begin, so it is given many rows at once. */
const ROWS_AT_ONCE = 200

function cells({ line, entry }: ReadLine, names: Exported['names']): readonly string[] {
  const { seq, at, recordedAt, kind, by, does, details, via, source } = line
  return [
    String(seq),
    new Date(at).toISOString(),
    new Date(recordedAt).toISOString(),
    kind,
    whoIs(by, names),
    plainParts(does, names),
    details.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`)).join('\n'),
    marksInWords(line, names).join('\n'),
    via,
    source?.permalink ?? '',
    entry.hash,
  ]
}

/** What a table program would take for a formula is marked as text. */
function written(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { escape_formulas: true, record_delimiter: '\r\n' })
}
