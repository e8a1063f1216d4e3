/** One thing that monitoring says: what it is about, and whether it fires. `at` by the clock of who says so. */
export type Signal = { source: string; key: string; firing: boolean; at: number; critical: boolean }

type Notified = {
  fingerprint: string
  status: string
  startsAt: string
  endsAt: string
  labels: { severity?: string }
}
type Checked = { event: string; check: { id: string; importance: string }; since: string; until?: string }

/** What a request to `/hooks/…` says, read without the bot's own reader. */
export function signalsIn(path: string, body: string): Signal[] {
  const source = path.slice('/hooks/'.length)
  if (source === 'alertmanager') {
    const { alerts } = JSON.parse(body) as { alerts: Notified[] }
    return alerts.map(({ fingerprint: key, status, startsAt, endsAt, labels }) => ({
      source,
      key,
      firing: status === 'firing',
      at: Date.parse(status === 'firing' ? startsAt : endsAt),
      critical: labels.severity === 'critical',
    }))
  }
  if (source !== 'uptime') return []
  const { event, check, since, until } = JSON.parse(body) as Checked
  const firing = event === 'check.down'
  const critical = check.importance === 'critical' || check.importance === 'high'
  return [{ source, key: check.id, firing, at: Date.parse(firing ? since : (until ?? since)), critical }]
}
