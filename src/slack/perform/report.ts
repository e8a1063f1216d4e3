import { figuresInShort } from '../../core/report/figure-rows.ts'
import { reportFiles, type WrittenReport } from '../../core/report/written-report.ts'
import { clip } from '../../core/text.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { slackCode } from '../failure.ts'
import { SHOWN } from '../limits.ts'
import { namesFrom } from '../names.ts'
import { reportComment } from '../views/report.ts'
import { putCanvas, rewriteCanvas } from './canvas.ts'
import { NotUploaded, shareOnce, type Upload } from './files.ts'
import { DONE, type Hands, type IncidentOwed, noRoom, ok, type Perform } from './hands.ts'
import type { Place } from './post.ts'

/** Resolved by mistake and reopened at once, or resolved anew since: that is not the end, or has a delivery of its own. */
function isOver({ args, state, entry }: IncidentOwed): boolean {
  return args.resolved === true && state.resolvedAt !== entry.at
}

export const deliverReport: Perform = async (owed, hands, signal) => {
  if (isOver(owed)) return DONE
  try {
    const written = await hands.reports.of(owed.stream, namesFrom(hands.people))
    const canvas = owed.args.user === undefined ? await asCanvas(owed, written, hands) : undefined
    const place = await placeFor(owed, hands)
    if ('outcome' in place) return place
    const files = await filesOf(owed, written, hands)
    const comment = reportComment(owed.state, {
      inShort: figuresInShort(written.figures),
      canvas: canvas !== undefined,
    })
    await shareOnce(owed, place, files, comment, hands, signal)
    const { channel } = canvas === undefined ? place : { channel: owed.state.channel?.id ?? place.channel }
    const how = canvas === undefined ? 'file' : 'canvas'
    return ok({ type: 'record-report', how, channel, ...(canvas !== undefined && { canvas }) })
  } catch (error) {
    if (error instanceof NotUploaded) return { outcome: 'retry', why: error.message }
    throw error
  }
}

export const syncReport: Perform = async (owed, hands) => {
  const { canvas } = owed.state.reported
  if (canvas === undefined || owed.state.status !== 'resolved') return DONE
  const written = await hands.reports.of(owed.stream, namesFrom(hands.people))
  const there = await rewriteCanvas(canvas, await all(written.markdown('canvas')), hands)
  if (!there)
    hands.log.warn({ incident: owed.stream }, 'the canvas with the report cannot be changed any more')
  return DONE
}

const LOST = new Set(['is_archived', 'channel_not_found', 'not_in_channel'])

/** In the incident's own channel; without one, or where there can be no canvas, the file has to do. */
async function asCanvas(
  owed: IncidentOwed,
  written: WrittenReport,
  hands: Hands,
): Promise<string | undefined> {
  const { channel } = owed.state
  if (channel === undefined) return undefined
  const page = {
    title: clip(`${written.id}: ${written.title}`, SHOWN.titleInCard),
    markdown: await all(written.markdown('canvas')),
  }
  try {
    return await putCanvas(owed, channel.id, page, hands)
  } catch (error) {
    if (!LOST.has(slackCode(error) ?? '')) throw error
    return undefined
  }
}

/** The card's thread; without a card the room; or the person who asked for it. */
async function placeFor(owed: IncidentOwed, hands: Hands): Promise<Place | Outcome> {
  const { state, args } = owed
  if (typeof args.user === 'string') {
    const { channel } = await hands.slack.conversations.open({ users: args.user })
    if (channel?.id !== undefined) return { channel: channel.id }
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  }
  if (state.card !== undefined) return { channel: state.card.channel, threadTs: state.card.ts }
  const room = await hands.channels.named(state.room)
  return room === undefined ? noRoom(state.room) : { channel: room }
}

/** The report with its picture. A picture that cannot be drawn must not keep the report back. */
async function filesOf(
  owed: IncidentOwed,
  written: WrittenReport,
  hands: Hands,
): Promise<[Upload, ...Upload[]]> {
  const names = reportFiles({ id: written.id, seq: owed.entry.seq })
  const picture = await hands.reports.picture(written.chart).catch((error: unknown) => {
    hands.log.error({ incident: written.id, err: error }, 'the chart could not be drawn')
    return undefined
  })
  const chartName = picture === undefined ? undefined : names.chart
  const text = new TextEncoder().encode(await all(written.markdown('file', chartName)))
  const report: Upload = { name: names.report, title: `${written.id} report`, bytes: text }
  if (picture === undefined) return [report]
  const alt = `${written.id} over time: severity, status, updates, pages and answers. ${figuresInShort(written.figures)}`
  return [{ name: names.chart, title: `${written.id} over time`, bytes: picture, alt }, report]
}

async function all(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
