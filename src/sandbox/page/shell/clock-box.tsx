import { useRef, useState } from 'preact/hooks'
import { ADVANCE_MINUTES } from '../limits.ts'
import { advance } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { closePanel, panel, togglePanel } from '../state/panels.ts'
import { useStore } from '../state/store.ts'
import { useNow } from '../state/tick.ts'
import { useWorkspace } from '../state/workspace.ts'
import { clockTime } from '../text/dates.ts'
import { offsetText } from '../text/offset.ts'
import { Icon } from '../ui/icon.tsx'
import { Popup } from '../ui/popup.tsx'

/** The workspace's clock, and how to let time pass: the app's timers follow. */
export function ClockBox() {
  const { timeZone, hour12 } = useDirectory()
  const nowMs = useNow()
  const offset = offsetText(useWorkspace((state) => state.clockOffsetMs))
  const open = useStore(panel, (value) => value === 'clock')
  const ref = useRef<HTMLButtonElement>(null)
  const time = clockTime(nowMs, { timeZone, hour12, nowMs })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div class="clock" role="group" aria-label="Workspace clock">
      <span class="clock-time" title={`${timeZone}${offset ? `, ${offset} ahead of this machine` : ''}`}>
        <Icon name="clock" size={15} />
        <time data-testid="workspace-time">{time}</time>
        {offset && <span class="clock-offset">{offset}</span>}
      </span>
      <span class="clock-buttons not-phone">
        <AdvanceButtons />
      </span>
      <button
        ref={ref}
        type="button"
        class="only-phone clock-open"
        aria-label={`Workspace time ${time}${offset}, fast-forward`}
        aria-expanded={open}
        onClick={() => togglePanel('clock')}
      >
        {time} {offset && <span class="clock-offset">{offset}</span>}
      </button>
      {open && (
        <Popup anchor={ref} onClose={closePanel} align="end" class="clock-popup">
          <p>Let time pass</p>
          <span class="clock-buttons">
            <AdvanceButtons />
          </span>
        </Popup>
      )}
    </div>
  )
}

function AdvanceButtons() {
  const [busy, setBusy] = useState(0)
  const press = async (minutes: number) => {
    setBusy(minutes)
    await advance(minutes)
    setBusy(0)
  }
  return (
    <>
      {ADVANCE_MINUTES.map((minutes) => {
        const label = `Fast-forward ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
        return (
          <button
            key={minutes}
            type="button"
            aria-label={label}
            title={label}
            aria-busy={busy === minutes}
            disabled={busy > 0}
            onClick={() => press(minutes)}
          >
            +{minutes} min
          </button>
        )
      })}
    </>
  )
}
