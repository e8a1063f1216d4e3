import type { Policy } from '../../core/policy.ts'
import type { Mark, TimelineLine } from '../../core/timeline/timeline-line.ts'
import { SHOWN } from '../limits.ts'
import { clockSeconds, clockTime, lineOf } from '../mrkdwn.ts'
import { doer, renderedParts } from './lines.ts'

/** One line of a timeline: its number, when, who, what, the beginning of what was said, and what became of it since. */
export function lineInTimeline(
  line: TimelineLine,
  policy: Pick<Policy, 'roles'>,
  { seconds }: { seconds: boolean },
): string {
  const { seq, at, by, does, details } = line
  const time = seconds ? clockSeconds(at) : clockTime(at)
  const said = lineOf(
    details.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`)).join(' · '),
    SHOWN.timelineLine,
  )
  const withdrawn = line.marks.some(({ mark }) => mark === 'withdrawn')
  const marks = line.marks.map((mark) => `_${markInSlack(mark, line)}_`)
  const suffix = marks.length === 0 ? '' : `  ${marks.join(' · ')}`
  const what = `*#${seq}* ${time}  ${doer(by)} ${renderedParts(does, policy)}${suffix}`
  return said === '' ? what : `${what}\n> ${withdrawn ? struck(said) : said}`
}

function markInSlack(mark: Mark, { recordedAt }: TimelineLine): string {
  switch (mark.mark) {
    case 'added-later':
      return `added at ${clockTime(recordedAt)}`
    case 'corrected':
      return mark.was === undefined
        ? `corrected by ${doer(mark.by)}`
        : `corrected by ${doer(mark.by)}, said to be at ${clockTime(mark.was)} before`
    case 'withdrawn':
      return `taken back by ${doer(mark.by)}${reason(mark.because)}`
    case 'redacted':
      return `words removed by ${doer(mark.by)}${reason(mark.because)}`
    case 'source-deleted':
      return 'the message was deleted since'
  }
}

function reason(because: string | undefined): string {
  return because === undefined ? '' : `: ${lineOf(because, SHOWN.titleInLine).replaceAll('_', ' ')}`
}

/** Slack's mark for struck text ends at the first tilde. */
function struck(mrkdwn: string): string {
  return `~${mrkdwn.replaceAll('~', '∼')}~`
}
