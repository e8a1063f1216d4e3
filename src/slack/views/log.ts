import type { Actor, Instant } from '../../core/decider.ts'
import { header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, lineOf, packed } from '../mrkdwn.ts'
import { doer } from './lines.ts'

/** A line of the log: what was decided or nearly happened, in which incident if in one. */
export type LogLine = {
  kind: 'decision' | 'near-miss'
  text: string
  at: Instant
  by: Actor
  incident?: string
}

export function logMessage(lines: readonly LogLine[], days: number, more: boolean): Message {
  const title = `Decisions and near misses of the last ${days} days`
  if (lines.length === 0) {
    const none = `Nothing was recorded in the last ${days} days. \`/incident decision <text>\` and \`/incident nearmiss <text>\` do it.`
    return { text: none, blocks: [section(none)] }
  }
  const texts = lines.map(({ kind, text, at, by, incident }) => {
    const mark = kind === 'decision' ? '⚖️' : '🍀'
    const place = incident === undefined ? '' : ` · *${incident}*`
    return `${mark} ${lineOf(text, SHOWN.storyPart)}\n      ${dateTime(at)} by ${doer(by)}${place}`
  })
  const foot = more ? [`_Only the newest ${lines.length} are shown._`] : []
  return {
    text: title,
    blocks: [
      header(title),
      ...packed([...texts, ...foot], LIMITS.sectionText)
        .slice(0, SECTIONS_MAX)
        .map((text) => section(text)),
    ],
  }
}
const SECTIONS_MAX = 45
