import { useEffect, useRef } from 'preact/hooks'

/** The top of a drawn window: drawing goes on when it is scrolled into view, or pressed. */
export function Older({ onReach }: { onReach: () => void }) {
  const ref = useRef<HTMLButtonElement>(null)
  const reach = useRef(onReach)
  reach.current = onReach
  useEffect(() => {
    if (!ref.current) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach.current(), {
      rootMargin: '600px 0px 0px 0px',
    })
    watcher.observe(ref.current)
    return () => watcher.disconnect()
  })
  return (
    <button ref={ref} type="button" class="older" onClick={onReach}>
      Show older messages
    </button>
  )
}
