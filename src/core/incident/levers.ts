import type { Instant } from '../decider.ts'
import type { SwitchAct } from '../policy-switches.ts'
import type { Incident, UserId } from './incident.ts'

/** What an incident knows of a kill switch that was pulled for it. Values are in words: `off`, `on`, “a text”. */
export type Lever = {
  id: string // SW-n
  name: string
  customers: boolean
  standing: 'pulling' | 'pulled' | 'restoring' | 'restored' | 'trouble' | 'drifted'
  by: UserId
  reason: string
  since: Instant // when it was ordered, or seen to be pulled
  kept?: { by: UserId; reason: string; owner: UserId }
  pulledMs: number // how long it was pulled in all, up to the last restore
}

/** Kill switches pulled for the incident, by key; also those that are restored by now, for the figures. */
export type Levers = { levers: Record<string, Lever> }

export const NO_LEVERS: Levers = { levers: {} }

type Named = { switch: string; id: string; name: string; happenedAt?: Instant }

/** What the stream of a switch tells the incident. */
export type LeverEvent = Named &
  (
    | {
        type: 'switch-ordered'
        act: SwitchAct
        value: string
        by: UserId
        approvedBy?: UserId
        reason: string
        customers: boolean
        override?: true
        outOfTurn?: true
      }
    | { type: 'switch-pulled'; by: UserId; reason: string; value: string; customers: boolean; tookMs: number }
    | { type: 'switch-restored'; by: UserId; reason: string; value: string; pulledMs: number }
    | { type: 'switch-trouble'; act: SwitchAct; why: string; minutes?: number } // minutes: told to managers
    | { type: 'switch-drifted'; value: string; wanted: string }
    | { type: 'switch-unreadable'; why: string }
    | { type: 'switch-settled'; value: string; pulled: boolean; by?: UserId; reason?: string }
    | { type: 'switch-kept'; by: UserId; reason: string; owner: UserId }
    | { type: 'switch-put-off'; by: UserId; until: Instant }
    | { type: 'switch-reminded'; since: Instant; times: number }
    | { type: 'switch-refused'; by: UserId; act: SwitchAct; sentence: string }
    | {
        type: 'switch-approval-asked'
        ask: number
        by: UserId
        act: SwitchAct
        reason: string
        until: Instant
      }
    | { type: 'switch-approval-ended'; act: SwitchAct; how: string; by?: UserId }
    | { type: 'switch-help-asked'; by: UserId; act: SwitchAct; reason: string }
    | { type: 'switch-gone' } // the policy no longer names it
    | { type: 'switches-left'; others: Named[] } // resolved while these are pulled; the first is the event's own
  )

export type LeverCommand = { type: 'record-switch'; event: LeverEvent }

/** Switches that are not seen to be back, in the order in which they were pulled. */
export function pulledLevers({ levers }: Levers): (Lever & { key: string })[] {
  return Object.entries(levers)
    .filter(([, { standing }]) => standing !== 'restored')
    .map(([key, lever]) => ({ key, ...lever }))
}

/** Switches of this incident about which it has to be decided before it can be closed: restore, or keep with a reason. */
export function undecidedSwitches(state: Pick<Incident, 'levers'>): (Lever & { key: string })[] {
  return pulledLevers(state).filter(({ kept }) => kept === undefined)
}
