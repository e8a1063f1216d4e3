import type { Page } from '../../outside-world.ts'
import { useNow } from '../state/tick.ts'
import { ago } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'

/** One page of the list: what, how it stands, since when. */
export function PageRow({ page, onOpen }: { page: Page; onOpen: () => void }) {
  const nowMs = useNow()
  return (
    <li>
      <button type="button" class={`page-row severity-${page.severity}`} onClick={onOpen}>
        <span class="page-row-words">
          <b dir="auto">{page.title}</b>
          <small>
            #{page.number} · {standing(page)} · {ago(page.at, nowMs)}
          </small>
        </span>
        <Icon name="chevronRight" size={16} />
      </button>
    </li>
  )
}

/** How a page stands, in a few words. */
export function standing({ status, acknowledgedBy, assigned }: Page): string {
  if (status === 'resolved') return 'resolved'
  if (status === 'acknowledged') return `acknowledged by ${acknowledgedBy.join(', ')}`
  return `rings at ${assigned.join(', ') || 'nobody'}`
}
