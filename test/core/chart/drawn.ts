import { textWidth } from '../../../src/core/chart/text-width.ts'
import { createTimelineChart, type TimelineChart } from '../../../src/core/chart/timeline-model.ts'
import type { Watch } from '../incident/watch.ts'

export function chartOf(watch: Watch): TimelineChart {
  const chart = createTimelineChart(watch.state, watch.now)
  for (const entry of watch.entries) chart.add(entry)
  return chart.done()
}

export type Box = { words: string; left: number; right: number; top: number; bottom: number }

/** Where every text of a picture is, by the widths of the font that it is drawn with. */
export function textsOf(svg: string): Box[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', content = '']) => {
    const value = (name: string) => new RegExp(` ?${name}="([^"]*)"`).exec(` ${attributes}`)?.[1]
    const [x, y, size] = [Number(value('x')), Number(value('y')), Number(value('font-size'))]
    const words = unescaped(content)
    const width = textWidth(words, { size, bold: value('font-weight') === 'bold' })
    const anchor = value('text-anchor') ?? 'start'
    const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x
    return { words, left, right: left + width, top: y - size * 0.78, bottom: y + size * 0.22 }
  })
}

/** The round marks. */
function discsOf(svg: string): { x: number; y: number; r: number }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)].map(([, x, y, r]) => ({
    ...{ x: Number(x), y: Number(y), r: Number(r) },
  }))
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

/** Pairs of texts that touch, and texts that leave the picture. */
export function trouble(svg: string): string[] {
  const [, width = 0, height = 0] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)?.map(Number) ?? []
  const texts = textsOf(svg)
  const outside = texts.filter(
    ({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height,
  )
  const touching = texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `“${one.words}” and “${other.words}”`),
  )
  const covered = discsOf(svg).flatMap((disc) =>
    texts
      .filter(
        ({ left, right, top, bottom }) =>
          left < disc.x + disc.r &&
          right > disc.x - disc.r &&
          top < disc.y + disc.r &&
          bottom > disc.y - disc.r,
      )
      .map(({ words }) => `“${words}” and a mark`),
  )
  return [...covered, ...outside.map(({ words }) => `“${words}” is outside`), ...touching]
}
