import { type Incident, SEVERITIES, type Severity, type Status } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf, plainLine } from '../mrkdwn.ts'

/** One colour per severity everywhere; green only when it is over. Text always says the same, for who sees no colour. */
const BADGE: Record<Severity, { emoji: string; color: string }> = {
  sev1: { emoji: '🔴', color: '#d92d20' },
  sev2: { emoji: '🟠', color: '#ef6820' },
  sev3: { emoji: '🟡', color: '#eaaa08' },
  sev4: { emoji: '🔵', color: '#2e90fa' },
}
const OVER_COLOR = '#17a34a'

const STATUS: Record<Status, { emoji: string; name: string }> = {
  investigating: { emoji: '🔎', name: 'Investigating' },
  identified: { emoji: '🎯', name: 'Identified' },
  monitoring: { emoji: '👀', name: 'Monitoring' },
  resolved: { emoji: '✅', name: 'Resolved' },
}

/** `🔴 SEV1`. */
export function severityBadge(severity: Severity): string {
  return `${BADGE[severity].emoji} ${severity.toUpperCase()}`
}

export function color(incident: Pick<Incident, 'severity' | 'status'>): string {
  return incident.status === 'resolved' ? OVER_COLOR : BADGE[incident.severity].color
}

/** `🔎 Investigating`. */
export function statusBadge(status: Status): string {
  return `${STATUS[status].emoji} ${STATUS[status].name}`
}

export function statusName(status: Status): string {
  return STATUS[status].name
}

/** `Release driver` for release-driver, as mrkdwn. */
export function roleName(role: string, policy: Pick<Policy, 'roles'>): string {
  return lineOf(policy.roles[role]?.name ?? role, SHOWN.titleInLine)
}

/** `Public status page` for public, as mrkdwn. */
export function audienceName(key: string, { audiences }: Pick<Policy, 'audiences'>): string {
  const known = Object.hasOwn(audiences, key) ? audiences[key]?.name : undefined
  return lineOf(known ?? key, SHOWN.titleInLine)
}

/** `Orders` for orders, as mrkdwn. */
export function className(key: string, policy: Pick<Policy, 'classes'>): string {
  const known = Object.hasOwn(policy.classes, key) ? policy.classes[key]?.name : undefined
  return lineOf(known ?? key, SHOWN.titleInLine)
}

/** `SEV1 Critical`, with the policy's own name for it when it has one. */
export function severityName(severity: Severity, policy: Pick<Policy, 'severities'>): string {
  const code = severity.toUpperCase()
  const { name } = policy.severities[severity]
  return name.toUpperCase().includes(code) ? name : `${code} ${name}`
}

export function isSeverity(text: string | undefined): text is Severity {
  return SEVERITIES.some((severity) => severity === text)
}

/** `*INC-7* Orders API answers 500`, as mrkdwn on one line. */
export function nameOf(incident: Pick<Incident, 'id' | 'title'>, limit: number): string {
  return `*${incident.id}* ${lineOf(incident.title, limit)}`
}

/** `🔴 SEV1 · INC-7 Orders API answers 500`, as plain text for a header. */
export function headline({ id, severity, title }: Pick<Incident, 'id' | 'severity' | 'title'>): string {
  return plainLine(`${severityBadge(severity)} · ${id} ${title}`, LIMITS.headerText)
}

/** `1 h 12 min`; less than a minute is "under a minute". */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'under a minute'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const parts = [
    days > 0 ? `${days} d` : '',
    hours > 0 ? `${hours} h` : '',
    rest > 0 && days === 0 ? `${rest} min` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
