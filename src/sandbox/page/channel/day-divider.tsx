import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { dayKey, longDay, nearDay } from '../text/dates.ts'

export function DayDivider({ ms }: { ms: number }) {
  const { timeZone, hour12 } = useDirectory()
  const nowMs = useNow()
  const near = nearDay(ms, { timeZone, hour12, nowMs })
  const isThisYear = dayKey(ms, timeZone).slice(0, 4) === dayKey(nowMs, timeZone).slice(0, 4)
  const text = near ? near.charAt(0).toUpperCase() + near.slice(1) : longDay(ms, timeZone, !isThisYear)
  return (
    <div class="day">
      <span>{text}</span>
    </div>
  )
}
