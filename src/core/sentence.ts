import type { Actor, Instant } from './decider.ts'
import type { Severity, Status } from './incident/incident.ts'
import { utcSecond } from './utc.ts'

/** A piece of a sentence. What is not `text` is for the edge to render: as a mention, a local time, a name. */
export type Part =
  | { part: 'text'; text: string } // the bot's own words
  | { part: 'said'; text: string } // a person's or an outside system's words: escape them
  | { part: 'user'; user: string }
  | { part: 'group'; group: string } // a user group, `S…`
  | { part: 'role'; role: string }
  | { part: 'audience'; audience: string } // who is told, by the policy's key
  | { part: 'severity'; severity: Severity }
  | { part: 'status'; status: Status }
  | { part: 'channel'; channel: string; name?: string }
  | { part: 'instant'; instant: Instant }
  | { part: 'link'; url: string; text: string } // `text` may be a person's words: escape it
  | { part: 'deadline'; instant: Instant } // days away, so that the day of the week is wanted too

/** Something said at length: an update, a note, a reason. On lines of its own, without a label when it speaks for itself. */
export type Detail = { label?: string; text: string }

/** One entry in words: `by` does `does`, as in "Dana" "took Scribe from Sam"; all `details` are people's words. */
export type Line = { by: Actor; does: Part[]; details: Detail[] }

/** How names are found when a line is written as plain text. */
export type Names = {
  user(id: string): string
  role(key: string): string
  audience?(key: string): string
  /** Without "#"; undefined when it is not known. */
  channel?(id: string): string | undefined
}

/** The bot's own words. */
export function text(words: string): Part {
  return { part: 'text', text: words }
}

/** A person's words, or an outside system's. */
export function said(words: string): Part {
  return { part: 'said', text: words }
}

export function user(id: string): Part {
  return { part: 'user', user: id }
}

export function role(key: string): Part {
  return { part: 'role', role: key }
}

export function severity(level: Severity): Part {
  return { part: 'severity', severity: level }
}

export function status(value: Status): Part {
  return { part: 'status', status: value }
}

export function instant(at: Instant): Part {
  return { part: 'instant', instant: at }
}

export function deadline(at: Instant): Part {
  return { part: 'deadline', instant: at }
}

/** A line as plain text in UTC, for reports, fallback texts and logs of tests. */
export function plainLine({ by, does, details }: Line, names: Names): string {
  const who = by.kind === 'bot' ? 'Tocsin' : names.user(by.id)
  const sentence = `${who} ${plainParts(does, names)}`
  const more = details.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`))
  return [sentence, ...more].join('\n')
}

/** A sentence as plain text; times in UTC, or as `time` has them. */
export function plainParts(parts: readonly Part[], names: Names, time = utc): string {
  return parts.map((part) => plainPart(part, names, time)).join('')
}

function plainPart(part: Part, names: Names, time: (at: Instant) => string): string {
  switch (part.part) {
    case 'text':
    case 'said':
      return part.text
    case 'user':
      return names.user(part.user)
    case 'group':
      return `the group ${part.group}`
    case 'role':
      return names.role(part.role)
    case 'audience':
      return names.audience?.(part.audience) ?? part.audience
    case 'severity':
      return part.severity.toUpperCase()
    case 'status':
      return part.status
    case 'channel':
      return channelName(part.name ?? names.channel?.(part.channel), part.channel)
    case 'link':
      return `${part.text} (${part.url})`
    case 'instant':
    case 'deadline':
      return time(part.instant)
  }
}

function utc(at: Instant): string {
  return `${utcSecond(at)} UTC`
}

function channelName(name: string | undefined, id: string): string {
  return name === undefined ? id : `#${name}`
}
