import type { Instant, Timer } from '../decider.ts'
import { MINUTE } from '../time-units.ts'
import type { ClockEvent } from './clock.ts'
import type { Incident, Status } from './incident.ts'

export const OUTAGE_TIMER = 'outage-long'
const RECOVERY_TIMER = 'recovery-'

type Facts = Pick<Incident, 'outage' | 'promises' | 'status'>

/** Whether service is back as far as anybody says: from monitoring on it is watched, not mended. */
export function isMitigated(status: Status): boolean {
  return status === 'monitoring' || status === 'resolved'
}

/** When the recovery time is used up; undefined when none is promised. */
export function recoveryDue({
  outage,
  promises,
}: Pick<Incident, 'outage' | 'promises'>): Instant | undefined {
  return promises.recovery && outage.since + promises.recovery.timeMinutes * MINUTE
}

export function outageTimers(state: Facts): Timer[] {
  const { outage, promises } = state
  if (isMitigated(state.status)) return []
  const long =
    promises.escalateAfterMinutes === undefined || outage.long
      ? []
      : [{ name: OUTAGE_TIMER, due: outage.since + promises.escalateAfterMinutes * MINUTE }]
  const share = nextShare(state)
  if (share === undefined) return long
  return [...long, { name: `${RECOVERY_TIMER}${share}`, due: shareDue(state, share) }]
}

export function isRecoveryTimer(name: string): boolean {
  return name.startsWith(RECOVERY_TIMER)
}

/** The limit for an outage is passed. */
export function outageLong({ outage, promises }: Facts): ClockEvent[] {
  if (promises.escalateAfterMinutes === undefined || outage.long) return []
  return [{ type: 'outage-long', minutes: promises.escalateAfterMinutes, since: outage.since }]
}

/** The highest share of the recovery time that is used up by now; those below it are told with it. */
export function recoveryPassed(state: Facts, now: Instant): ClockEvent[] {
  const { recovery } = state.promises
  if (recovery === undefined) return []
  const passed = recovery.escalateAtPercent.filter(
    (share) => share > state.outage.sharePassed && shareDue(state, share) <= now,
  )
  const percent = passed.at(-1)
  return percent === undefined
    ? []
    : [{ type: 'recovery-passed', percent, minutes: recovery.timeMinutes, since: state.outage.since }]
}

/** Met or missed: how long it took from the beginning to this change of the status. */
export function recoveryMeasured(
  { outage, promises }: Facts,
  { from, to, lostMinutes }: { from: Status; to: Status; lostMinutes?: number },
  now: Instant,
): ClockEvent[] {
  const { recovery } = promises
  if (recovery === undefined || !isMitigated(to)) return []
  const tookMs = now - outage.since
  const minutes = recovery.timeMinutes
  const measured = (of: 'mitigation' | 'resolution', took: number): ClockEvent => ({
    type: 'recovery-measured',
    of,
    tookMs: took,
    minutes,
    met: took <= minutes * MINUTE,
  })
  const mitigation = isMitigated(from) ? [] : [measured('mitigation', tookMs)]
  const resolution = to === 'resolved' ? [measured('resolution', tookMs)] : []
  return [...mitigation, ...resolution, ...lossMeasured(recovery.pointMinutes, lostMinutes)]
}

/** How much data is gone only people can say; said nothing, nothing is measured. */
export function lossMeasured(minutes: number | undefined, lostMinutes: number | undefined): ClockEvent[] {
  if (minutes === undefined || lostMinutes === undefined) return []
  return [{ type: 'loss-measured', lostMinutes, minutes, met: lostMinutes <= minutes }]
}

function nextShare({ outage, promises }: Facts): number | undefined {
  return promises.recovery?.escalateAtPercent.find((share) => share > outage.sharePassed)
}

function shareDue({ outage, promises }: Facts, share: number): Instant {
  return outage.since + Math.round(((promises.recovery?.timeMinutes ?? 0) * MINUTE * share) / 100)
}
