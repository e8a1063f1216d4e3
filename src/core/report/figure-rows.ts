import { MOMENTS } from '../capture/moments.ts'
import { durationInWords } from './duration.ts'
import type { Figures } from './figures.ts'
import type { MomentTimes } from './moments.ts'
import { dayAndTime } from './report-line.ts'

/** One key figure in words. `note` says from when to when, or what was promised. */
export type FigureRow = { name: string; value: string; note: string }

/** Less than this nobody waited for. */
const AT_ONCE_MS = 1_000

/** All figures of a report, the times first. What there is nothing to say about is left out, except the three times. */
export function figureRows(figures: Figures): FigureRow[] {
  const { moments } = figures
  return [
    ...detectRow(figures),
    timeRow('Time to acknowledge', figures.toAcknowledge, 'detected', 'acknowledged', moments),
    timeRow('Time to mitigate', figures.toMitigate, 'started', 'mitigated', moments),
    timeRow('Time to resolve', figures.toResolve, 'started', 'resolved', moments),
    ...openRow(figures),
    ...recoveryRows(figures),
    ...updatesRow(figures),
    ...pagesRow(figures),
    ...severityRow(figures),
    ...switchRows(figures),
    ...gapsRow(figures),
    { name: 'People', value: counted(figures.people, 'person', 'people'), note: 'who did something in it' },
    { name: 'Timeline', value: counted(figures.entries, 'entry', 'entries'), note: '' },
  ]
}

/** The three times and whether promises were kept, as one line for a message. */
export function figuresInShort({ toAcknowledge, toMitigate, toResolve, updates, recovery }: Figures): string {
  const took = (name: string, ms: number | undefined) =>
    ms === undefined ? [] : [ms < AT_ONCE_MS ? `${name} at once` : `${name} after ${durationInWords(ms)}`]
  return [
    ...took('acknowledged', toAcknowledge),
    ...took('mitigated', toMitigate),
    ...took('resolved', toResolve),
    ...(updates.kept + updates.missed > 0 ? [`updates kept: ${share(updates)}`] : []),
    ...(recovery === undefined ? [] : [`recovery time ${recovery.met ? 'met' : 'missed'}`]),
  ].join(' · ')
}

function timeRow(
  name: string,
  took: number | undefined,
  from: 'detected' | 'started',
  to: 'acknowledged' | 'mitigated' | 'resolved',
  moments: MomentTimes,
): FigureRow {
  if (took === undefined) return { name, value: 'not known', note: NOT_KNOWN[to] }
  const value = took < AT_ONCE_MS ? 'at once' : durationInWords(took)
  return { name, value, note: between(moments[from], moments[to]) }
}

/** How long nobody noticed it. */
function detectRow({ toDetect, moments }: Figures): FigureRow[] {
  if (toDetect === undefined) return []
  const value = toDetect < AT_ONCE_MS ? 'at once' : durationInWords(toDetect)
  return [{ name: 'Time to detect', value, note: between(moments.started, moments.detected) }]
}

const NOT_KNOWN = {
  acknowledged: 'nobody acknowledged it',
  mitigated: 'it was not mitigated yet',
  resolved: 'it is not resolved yet',
}

/** "10:02 – 10:06"; with the days where they differ. */
function between(from: number, to: number | undefined): string {
  const [fromDay, fromTime] = dayAndTime(from)
  const [toDay, toTime] = dayAndTime(to ?? from)
  return fromDay === toDay ? `${fromTime} – ${toTime}` : `${fromDay} ${fromTime} – ${toDay} ${toTime}`
}

function openRow({ reopened, open }: Figures): FigureRow[] {
  if (reopened === 0) return []
  const note = `reopened ${reopened === 1 ? 'once' : `${reopened} times`}; the time in between is not counted`
  return [{ name: 'Open in all', value: durationInWords(open), note }]
}

function recoveryRows({ recovery, loss }: Figures): FigureRow[] {
  const rows: FigureRow[] = []
  if (recovery !== undefined) {
    const off = durationInWords(Math.abs(recovery.took - recovery.promised))
    const note = `promised within ${durationInWords(recovery.promised)}, ${off} ${recovery.met ? 'to spare' : 'late'}`
    rows.push({ name: 'Recovery time (RTO)', value: recovery.met ? 'met' : 'missed', note })
  }
  if (loss !== undefined) {
    const note = `${loss.minutes} min of data lost; at most ${loss.limit} min promised`
    rows.push({ name: 'Lost data (RPO)', value: loss.met ? 'met' : 'missed', note })
  }
  return rows
}

function updatesRow({ updates }: Figures): FigureRow[] {
  const { posted, kept, missed, snoozed } = updates
  if (posted + missed === 0) return []
  const putOff = snoozed === 0 ? '' : `, ${snoozed} put off`
  if (kept + missed === 0) return [{ name: 'Updates', value: `${posted} posted`, note: 'none were promised' }]
  return [
    { name: 'Updates', value: `${share(updates)} kept`, note: `${posted} posted, ${missed} missed${putOff}` },
  ]
}

function share({ kept, missed }: { kept: number; missed: number }): string {
  return `${Math.floor((100 * kept) / (kept + missed))} %`
}

function pagesRow({ pages, answers, escalations }: Figures): FigureRow[] {
  const { people, unreached, declined, answered, unanswered } = pages
  if (people + unreached + unanswered === 0) return []
  const parts = [
    answers === undefined ? 'never answered' : `answered ${answered === 1 ? 'once' : `${answered} times`}`,
    ...(answers !== undefined && answers.slowest >= AT_ONCE_MS
      ? [`at the latest after ${durationInWords(answers.slowest)}`]
      : []),
    ...(declined > 0 ? [`${declined} could not`] : []),
    ...(unreached > 0 ? [`${unreached} not reached`] : []),
    ...(escalations > 0 ? [`escalated ${escalations === 1 ? 'once' : `${escalations} times`}`] : []),
  ]
  return [{ name: 'Pages', value: `${people} paged`, note: parts.join(', ') }]
}

function severityRow({ severities }: Figures): FigureRow[] {
  if (severities.length < 2) return []
  const value = severities.map(({ severity, time }) => `${severity.toUpperCase()} ${durationInWords(time)}`)
  return [{ name: 'Time by severity', value: value.join(', '), note: 'while it was open' }]
}

/** How long each kill switch was pulled: what people did without meanwhile. */
function switchRows({ switches }: Figures): FigureRow[] {
  const rows = switches.slice(0, SWITCH_ROWS_MAX).map(({ name, time, pulled, still }) => ({
    name: `Switch “${name}”`,
    value: durationInWords(time),
    note: `pulled ${pulled === 1 ? 'once' : `${pulled} times`}${still ? ', and still pulled' : ''}`,
  }))
  const more = switches.length - rows.length
  return more === 0
    ? rows
    : [...rows, { name: 'More switches', value: `${more}`, note: 'the timeline has them' }]
}
const SWITCH_ROWS_MAX = 20

function gapsRow({ gaps }: Figures): FigureRow[] {
  if (gaps.count === 0) return []
  const note = `${gaps.count === 1 ? 'once' : `${gaps.count} times`}; what fell due then came late`
  return [{ name: 'Tocsin not running', value: durationInWords(gaps.time), note }]
}

export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** The key moments in order, those that are known. */
export function momentRows(moments: MomentTimes): { name: string; day: string; time: string }[] {
  return MOMENTS.flatMap((name) => {
    const at = moments[name]
    if (at === undefined) return []
    const [day, time] = dayAndTime(at)
    return [{ name, day, time }]
  })
}
