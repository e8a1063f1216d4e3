import type { Actor } from '../decider.ts'
import type { Names } from '../sentence.ts'
import { utcSecond } from '../utc.ts'
import type { Mark, TimelineLine } from './timeline-line.ts'

/** "corrected by Dana at 2024-06-10 11:03:10 (#15)": what is to be known about a line, for plain texts in UTC. */
export function marksInWords({ marks, recordedAt }: TimelineLine, names: Names): string[] {
  return marks.map((mark) => markInWords(mark, recordedAt, names))
}

const DONE: Record<Exclude<Mark['mark'], 'added-later'>, string> = {
  corrected: 'corrected',
  withdrawn: 'taken back',
  redacted: 'words removed',
  'source-deleted': 'the message was deleted; seen',
}

function markInWords(mark: Mark, recordedAt: number, names: Names): string {
  if (mark.mark === 'added-later') return `added later, at ${utcSecond(recordedAt)}`
  const { seq, by, at, because } = mark
  const was =
    mark.mark === 'corrected' && mark.was !== undefined ? `, said to be at ${utcSecond(mark.was)} before` : ''
  const reason = because === undefined ? '' : `: ${because}`
  return `${DONE[mark.mark]} by ${whoIs(by, names)} at ${utcSecond(at)} (#${seq})${was}${reason}`
}

export function whoIs(actor: Actor, names: Names): string {
  return actor.kind === 'bot' ? 'Tocsin' : names.user(actor.id)
}
