import type { Page } from '../../outside-world.ts'
import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { clockTime } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { Details } from './details.tsx'
import { WORDS } from './incoming-page.tsx'
import { standing } from './page-row.tsx'
import { usePressing } from './use-pressing.ts'

/** One page that was opened: what it says, what became of it, and what can still be done. */
export function PageDetail({ page, onBack }: { page: Page; onBack: () => void }) {
  const { timeZone, hour12 } = useDirectory()
  const nowMs = useNow()
  const { busy, press } = usePressing(page.id)
  const isOpen = page.status !== 'resolved'
  return (
    <div class="page-detail">
      <button type="button" class="page-back" onClick={onBack}>
        <Icon name="back" size={16} /> All pages
      </button>
      <p class={`page-severity severity-${page.severity}`}>
        {WORDS[page.severity]} · #{page.number} · {standing(page)}
      </p>
      <h2 dir="auto">{page.title}</h2>
      <Details page={page} />
      {isOpen && page.mayEscalate && (
        <div class="page-acts">
          <button
            type="button"
            class={`button small ${busy === 'escalate' ? 'busy' : ''}`}
            disabled={busy !== undefined}
            onClick={() => press('escalate')}
          >
            <span>Escalate</span>
          </button>
        </div>
      )}
      <h3>What became of it</h3>
      <ol class="page-story">
        {page.story.toReversed().map(({ at, what }) => (
          <li key={`${at} ${what}`}>
            <time>{clockTime(at, { timeZone, hour12, nowMs })}</time>
            <span dir="auto">{what}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
