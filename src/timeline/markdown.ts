import { plainParts } from '../core/sentence.ts'
import { marksInWords, whoIs } from '../core/timeline/marks.ts'
import { utcSecond } from '../core/utc.ts'
import type { Exported } from './export.ts'
import type { ReadLine } from './read-timeline.ts'

/** A timeline for reading: a heading a day, a line an entry with its number, what was said as a quotation. */
export async function* markdownLines(exported: Exported): AsyncGenerator<string, void> {
  yield heading(exported)
  let day = ''
  for await (const read of exported.lines) {
    const [date = '', time = ''] = utcSecond(read.line.at).split(' ')
    if (date !== day) yield `\n## ${date}\n\n`
    day = date
    yield lineOf(read, time, exported)
  }
  const { head, exportedAt } = exported
  yield `\n---\nExported at ${utcSecond(exportedAt)} UTC, ${head.seq} entries. The chain ends with #${head.seq} \`${head.hash}\`: with \`npm run verify -- ${exported.incident.id} ${head.hash.slice(0, HEAD_SHORT)}\` it can be seen whether anything up to there was changed since.\n`
}

/** As many hex digits of a hash as it takes to name it. */
const HEAD_SHORT = 12

function heading({ incident }: Exported): string {
  const { id, title, severity, status, declaredAt, resolvedAt } = incident
  const over = resolvedAt === undefined ? '' : `, resolved ${utcSecond(resolvedAt)}`
  return `# ${id}: ${asText(title)}\n\n${severity.toUpperCase()}, ${status}. Declared ${utcSecond(declaredAt)}${over}. All times are UTC.\n`
}

function lineOf({ line }: ReadLine, time: string, { names }: Exported): string {
  const { seq, by, does, details, source } = line
  const link = source?.permalink === undefined ? '' : ` ([message](${encodeURI(source.permalink)}))`
  const said = details.map(({ label, text }) => quoted(label === undefined ? text : `${label}: ${text}`))
  const marks = marksInWords(line, names).map((mark) => `  - *${asText(mark)}*\n`)
  const what = asText(`${whoIs(by, names)} ${plainParts(does, names)}`)
  return `- **${time}** #${seq} ${what}${link}\n${said.join('')}${marks.join('')}`
}

function quoted(text: string): string {
  return asText(text).replace(/^/gm, '  > ').concat('\n')
}

/** Somebody's words: read as they are, and nothing in them makes a link, loads a picture or becomes markup. */
function asText(text: string): string {
  return text.replace(/[\\`*[<]/g, '\\$&')
}
