import { plainParts } from '../core/sentence.ts'
import { whoIs } from '../core/timeline/marks.ts'
import type { Exported } from './export.ts'
import type { ReadLine } from './read-timeline.ts'

/** What is said about the format in the file itself. */
export const JSON_FORMAT = 'tocsin-timeline-1'

/**
 * A timeline with everything: each entry exactly as it is stored, with its hashes, so that the chain can be verified
 * from the file alone (by `npm run verify -- file.json`, with the key), and what it says today. Times in ms UTC.
 */
export async function* jsonLines({
  incident,
  head,
  exportedAt,
  names,
  lines,
}: Exported): AsyncGenerator<string, void> {
  const { id, title, severity, status, declaredAt, resolvedAt = null } = incident
  const about = { id, title, severity, status, declaredAt, resolvedAt }
  const top = JSON.stringify({ format: JSON_FORMAT, exportedAt, incident: about, head })
  yield `${top.slice(0, -1)},"entries":[`
  let first = true
  for await (const read of lines) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(entryOf(read, names))}`
    first = false
  }
  yield '\n]}\n'
}

function entryOf({ line, entry }: ReadLine, names: Exported['names']) {
  const { seq, at, recordedAt, actor, via, event, redactedBy, digest, hash } = entry
  const { kind, by, does, details, source, marks } = line
  return {
    ...{ seq, at, recordedAt, actor: actor.kind === 'bot' ? 'bot' : actor.id, via, event, digest, hash },
    ...(redactedBy !== undefined && { redactedBy }),
    reads: {
      ...{ at: line.at, kind, who: whoIs(by, names), what: plainParts(does, names), said: details },
      ...(source !== undefined && { source }),
      ...(marks.length > 0 && { marks }),
    },
  }
}
