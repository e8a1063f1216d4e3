import { levelCalled, levelFromLabels, serviceFromLabels } from '../core/alert/naming.ts'
import type { AlertSignal } from '../core/alert/signal.ts'
import type { Instant } from '../core/decider.ts'
import { ALERT_SIGNALS_MAX } from '../core/limits.ts'
import type { AlertMapping, AlertsPolicy } from '../core/policy-alerts.ts'
import { shortKey } from './key.ts'
import type { Reading } from './reading.ts'

/** Where things stand in a body of our own form, for sources that can be told what to send. */
const OWN_FORM: AlertMapping = {
  key: 'key',
  title: 'title',
  state: 'state',
  resolved: ['resolved', 'ok', 'closed', 'up', 'normal', 'recovered'],
  level: 'level',
  summary: 'summary',
  service: 'service',
  labels: 'labels',
  link: 'link',
  at: 'at',
  endedAt: 'endedAt',
  group: 'group',
}

/** Later than the year 2001 in milliseconds, and than any of our days in seconds. */
const MILLISECONDS_FROM = 1e12

/** The signals in a body of any JSON, by the paths that the policy gives for its source. */
export function readMapped(
  body: unknown,
  from: { source: string; mapping?: AlertMapping | undefined; policy: AlertsPolicy; now: Instant },
): Reading {
  const { mapping = OWN_FORM } = from
  const found = mapping.alerts === undefined ? [body] : at(body, mapping.alerts)
  if (!Array.isArray(found))
    return { ok: false, sentence: `There is no list of alerts at ${mapping.alerts}.` }
  if (found.length > ALERT_SIGNALS_MAX)
    return { ok: false, sentence: `One request may hold ${ALERT_SIGNALS_MAX} alerts at most.` }
  const signals: AlertSignal[] = []
  for (const one of found) {
    const signal = signalIn(one, mapping, from)
    if (typeof signal === 'string') return { ok: false, sentence: signal }
    signals.push(signal)
  }
  return { ok: true, signals }
}

function signalIn(
  alert: unknown,
  mapping: AlertMapping,
  { source, policy, now }: { source: string; policy: AlertsPolicy; now: Instant },
): AlertSignal | string {
  const text = (path: string | undefined) => (path === undefined ? undefined : textOf(at(alert, path)))
  const key = text(mapping.key)
  if (key === undefined) return `There is nothing at ${mapping.key} that tells one alert from another.`
  const title = text(mapping.title)
  const state = isOver(text(mapping.state), mapping) ? 'resolved' : 'firing'
  if (title === undefined && state === 'firing') return `There is no title at ${mapping.title}.`
  const labels = labelsIn(mapping.labels === undefined ? undefined : at(alert, mapping.labels))
  const service = text(mapping.service) ?? serviceFromLabels(labels, policy)
  const group = text(mapping.group)
  const link = text(mapping.link)
  const summary = text(mapping.summary)
  return {
    source,
    key: shortKey(key),
    state,
    level: levelCalled(text(mapping.level), policy) ?? levelFromLabels(labels, policy),
    title: title ?? key,
    at: instantOf((state === 'resolved' && text(mapping.endedAt)) || text(mapping.at)) ?? now,
    labels,
    ...(summary !== undefined && { summary }),
    ...(service !== undefined && { service }),
    ...(link !== undefined && { links: [{ title: 'Source', url: link }] }),
    ...(group !== undefined && { group: { key: shortKey(group) } }),
  }
}

function isOver(state: string | undefined, { resolved }: AlertMapping): boolean {
  const said = state?.trim().toLowerCase()
  return said !== undefined && resolved.some((word) => word.toLowerCase() === said)
}

/** What stands at a path of plain names; only what the body itself has, so that no path leads into the program. */
function at(value: unknown, path: string): unknown {
  let found = value
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function labelsIn(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const text = textOf(one)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

/** ISO 8601, or seconds or milliseconds since 1970. */
function instantOf(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  const instant = Number.isFinite(number)
    ? Math.round(number < MILLISECONDS_FROM ? number * 1_000 : number)
    : Date.parse(text)
  return Number.isNaN(instant) || instant <= 0 ? undefined : instant
}
