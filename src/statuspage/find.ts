import type { Result, Statuspage } from './client.ts'
import { isOurs } from './view.ts'
import type { PublicIncident } from './wire.ts'

/**
 * Our public incident on the page, undefined when there is none: by its id, or else by our key among those that are
 * not over. `over`: also among the newest that are.
 */
export async function findOurs(
  statuspage: Statuspage,
  { key, id, over }: { key: string; id: string | undefined; over: boolean },
  signal: AbortSignal,
): Promise<Result<PublicIncident | undefined>> {
  if (id !== undefined) {
    const found = await statuspage.incident(id, signal)
    if (found.ok || found.trouble !== 'missing') return found
  }
  // Also says whether it is the page that is missing, and not the incident.
  const open = await statuspage.unresolved(signal)
  if (!open.ok) return open
  const ours = open.value.find((one) => isOurs(one, key))
  if (ours !== undefined || !over) return { ok: true, value: ours }
  const recent = await statuspage.recent(signal)
  return recent.ok ? { ok: true, value: recent.value.find((one) => isOurs(one, key)) } : recent
}
