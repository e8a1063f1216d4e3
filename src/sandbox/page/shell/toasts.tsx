import { useLayoutEffect, useRef } from 'preact/hooks'
import { useStore } from '../state/store.ts'
import { dismissToast, toasts } from '../state/toasts.ts'
import { Icon } from '../ui/icon.tsx'

/** What went wrong or was done, for a few seconds. */
export function Toasts() {
  const ref = useRef<HTMLDivElement>(null)
  const all = useStore(toasts, (value) => value)
  useLayoutEffect(() => {
    // Shown anew each time: a dialog that was opened meanwhile would cover it.
    if (ref.current?.matches(':popover-open')) ref.current.hidePopover()
    if (all.length > 0) ref.current?.showPopover()
  }, [all])
  return (
    <div ref={ref} popover="manual" class="toasts" aria-live="polite" role="status">
      {all.map((one) => (
        <div key={one.id} class={`toast tone-${one.tone}`}>
          <Icon name={one.tone === 'bad' ? 'warning' : 'info'} size={17} />
          <span>{one.text}</span>
          <button
            type="button"
            class="icon-button on-dark"
            aria-label="Dismiss"
            onClick={() => dismissToast(one.id)}
          >
            <Icon name="close" size={15} />
          </button>
        </div>
      ))}
    </div>
  )
}
