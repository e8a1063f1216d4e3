import { useState } from 'preact/hooks'
import { Icon } from '../ui/icon.tsx'

/** Leaving a number to be called back; a note about waiting while that is not offered. */
export function CallbackCard({ isOpen }: { isOpen: boolean }) {
  const [isLeft, leave] = useState(false)
  if (!isOpen)
    return (
      <section class="callback" aria-label="Talk to a person" key="closed">
        <h3>Talk to a person</h3>
        <p>Every day from 8 to 20. Now about four minutes until somebody is free.</p>
      </section>
    )
  return (
    <section class="callback is-open" aria-label="Callback" key="open">
      <h3>
        <Icon name="phone" size={17} /> We call you back
      </h3>
      {isLeft ? (
        <p role="status">Thank you. You are number 3 in line.</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            leave(true)
          }}
        >
          <label>
            <span>No waiting: leave your number.</span>
            <input class="field" type="tel" autoComplete="off" placeholder="Your number" required />
          </label>
          <button type="submit" class="button small">
            Call me
          </button>
        </form>
      )}
    </section>
  )
}
