import type { Alert } from '../core/alert/alert.ts'
import { titleOf } from '../core/alert/naming.ts'
import type { AlertLevel } from '../core/alert/signal.ts'
import type { Entry, Instant } from '../core/decider.ts'
import { describeEntry } from '../core/describe.ts'
import type { Incident, IncidentEvent, Severity } from '../core/incident/incident.ts'
import type { Run } from '../core/ladder/climber.ts'
import { rungOfStep } from '../core/ladder/runs.ts'
import type { Policy } from '../core/policy.ts'
import { type Names, plainLine } from '../core/sentence.ts'
import { utcSecond } from '../core/utc.ts'
import type { PageContent } from './client.ts'

/** PagerDuty's words for how bad it is. */
const SEVERITY: Record<Severity, PageContent['severity']> = {
  sev1: 'critical',
  sev2: 'error',
  sev3: 'warning',
  sev4: 'info',
}

/** What somebody reads on their phone about an incident: which it is, how bad, why they are called. */
export function incidentPage(
  incident: Incident,
  { run, step, policy, now }: { run: Run; step: number; policy: Policy; now: Instant },
): Omit<PageContent, 'link'> {
  const { id, title, severity, status, classes, declaredAt } = incident
  const [about] = classes
  return {
    summary: `${severity.toUpperCase()} ${id}: ${title}`,
    source: 'Tocsin',
    severity: SEVERITY[severity],
    at: now,
    ...(about !== undefined && { class: about }),
    details: {
      incident: id,
      severity: `${severity.toUpperCase()} (${policy.severities[severity].name})`,
      status,
      why: run.why,
      rung: rungOfStep(run, step)?.name ?? '',
      'declared at (UTC)': utcSecond(declaredAt),
      ...(about !== undefined && {
        about: classes.map((key) => policy.classes[key]?.name ?? key).join(', '),
      }),
    },
  }
}

const LEVELS: Record<AlertLevel, PageContent['severity']> = {
  critical: 'critical',
  warning: 'warning',
  info: 'info',
}

/** The same about an alert. */
export function alertPage(
  alert: Alert,
  { run, step, now }: { run: Run; step: number; now: Instant },
): Omit<PageContent, 'link'> {
  const { id, level, source, service, firstAt, firing } = alert
  return {
    summary: `${level.toUpperCase()} ${id}: ${titleOf(alert)}`,
    source: service ?? source,
    severity: LEVELS[level],
    at: now,
    details: {
      alert: id,
      level,
      source,
      firing,
      why: run.why,
      rung: rungOfStep(run, step)?.name ?? '',
      'since (UTC)': utcSecond(firstAt),
    },
  }
}

/** Begins every note of the bot's own: by it a note is found again, and never taken for somebody else's. */
export function noteMark(stream: string, seq: number): string {
  return `[${stream} #${seq}]`
}

const OWN_NOTE = /^\[[A-Z]+-\d+ #\d+\]/

export function isOwnNote(text: string): boolean {
  return OWN_NOTE.test(text)
}

/** An entry of the timeline as a note, with its time in UTC. */
export function noteText(stream: string, entry: Entry<IncidentEvent>, names: Names): string {
  return `${noteMark(stream, entry.seq)} ${utcSecond(entry.at)} UTC: ${plainLine(describeEntry(entry), names)}`
}
