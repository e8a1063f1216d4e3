import type { Instant } from '../core/decider.ts'
import { VIEW_NAMES, VIEWS, type ViewName } from '../core/timeline/filters.ts'
import type { TimelineFilter } from '../core/timeline/timeline-index.ts'
import { LIMITS } from './limits.ts'

/** Which part of a timeline somebody looks at: what its buttons and menus carry. Page 1 is the newest. */
export type Looking = {
  page: number
  view: ViewName
  by?: string
  from?: Instant
  to?: Instant
  text?: string
}

export function looking(page: number): Looking {
  return { page, view: 'story' }
}

export function filterOf({ view, by, from, to, text }: Looking): TimelineFilter {
  return {
    kinds: VIEWS[view].kinds,
    ...(by !== undefined && { by }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(text !== undefined && { text }),
  }
}

/** `2,v=notes,u=U0ANA,q=pool`: without white space, for the value of a control. */
export function lookingValue({ page, view, by, from, to, text }: Looking): string {
  return [
    `${page}`,
    `v=${view}`,
    ...(by === undefined ? [] : [`u=${by}`]),
    ...(from === undefined ? [] : [`f=${from}`]),
    ...(to === undefined ? [] : [`t=${to}`]),
    ...(text === undefined ? [] : [`q=${encodeURIComponent(text)}`]),
  ].join(',')
}

/** Options of a menu hold less than buttons do: where the words that are looked for do not fit, they are left out. */
export function lookingOption(id: string, looked: Looking): string {
  const whole = `${id} ${lookingValue(looked)}`
  if (whole.length <= LIMITS.optionValue) return whole
  const { text: _, ...rest } = looked
  return `${id} ${lookingValue(rest)}`
}

/** Whatever a control carries means something; what is not understood narrows nothing down. */
export function readLooking(value: string): Looking {
  const [page = '', ...parts] = value.split(',')
  const read: Looking = looking(Math.max(1, Number.parseInt(page, 10) || 1))
  for (const part of parts) {
    const [key, said = ''] = [part[0], part.slice(2)]
    if (key === 'v') read.view = VIEW_NAMES.find((name) => name === said) ?? read.view
    if (key === 'u') read.by = said
    if (key === 'f' && Number.isFinite(Number(said))) read.from = Number(said)
    if (key === 't' && Number.isFinite(Number(said))) read.to = Number(said)
    if (key === 'q') read.text = decoded(said)
  }
  return read
}

function decoded(said: string): string {
  try {
    return decodeURIComponent(said)
  } catch {
    return said
  }
}
