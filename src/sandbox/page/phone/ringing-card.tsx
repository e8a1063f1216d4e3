import { useEffect, useState } from 'preact/hooks'
import { goTo } from '../state/route.ts'
import { startRinging } from '../state/sound.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { usePressing } from './use-pressing.ts'

export const PHONE = 'phone'

/** One's own phone rings while one looks elsewhere. Put away, it stays away for that page. */
export function RingingCard({ openId }: { openId: string }) {
  const page = useWorkspace((state) => state.phone?.pages.find(({ rings }) => rings))
  const [away, putAway] = useState<string>()
  if (page === undefined || openId === PHONE || away === page.id) return null
  return (
    <RingingNow
      key={page.id}
      id={page.id}
      title={page.title}
      isLoud={page.isLoud}
      onAway={() => putAway(page.id)}
    />
  )
}

type Props = { id: string; title: string; isLoud: boolean; onAway: () => void }

function RingingNow({ id, title, isLoud, onAway }: Props) {
  const { busy, press } = usePressing(id)
  useEffect(() => (isLoud ? startRinging() : undefined), [isLoud])
  return (
    <aside class="ringing-card" aria-label="Your phone rings">
      <span class="ringing-bell" aria-hidden="true">
        <Icon name="phone" size={20} />
      </span>
      <div class="ringing-words">
        <b role="alert">Your phone rings</b>
        <span dir="auto">{title}</span>
        <div class="ringing-acts">
          <button
            type="button"
            class={`button small primary ${busy ? 'busy' : ''}`}
            disabled={busy !== undefined}
            onClick={() => press('acknowledge')}
          >
            <span>Acknowledge</span>
          </button>
          <button type="button" class="button small" onClick={() => goTo(PHONE)}>
            Look at it
          </button>
        </div>
      </div>
      <button type="button" class="icon-button" aria-label="Let it ring" title="Let it ring" onClick={onAway}>
        <Icon name="close" size={16} />
      </button>
    </aside>
  )
}
