import { useStore } from '../state/store.ts'
import { dismissToast, toasts } from '../state/toasts.ts'
import { Icon } from '../ui/icon.tsx'

export function Toasts() {
  const all = useStore(toasts, (value) => value)
  return (
    <div class="toasts" aria-live="polite" role="status">
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
