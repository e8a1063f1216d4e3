import { describe, expect, it, onTestFinished } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Behind, Mate } from '../../src/core/on-call/shift.ts'
import { createHandOverWatch } from '../../src/on-call/watch.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'
import { declared } from '../core/incident/story.ts'
import { handClock } from '../engine/hand-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ANA: Mate = { name: 'Ana', user: 'UANA' }
const RAVI: Mate = { name: 'Ravi', user: 'URAVI' }
const shift = (now: Mate[], until?: number): Behind => ({
  reference: 'pagerduty:schedule:PONCALL',
  kind: 'shift',
  title: 'Engineering',
  now: now.map((mate) => ({ ...mate, ...(until !== undefined && { until }) })),
  next: [],
})

async function watching(options: { open?: Incident[] } = {}) {
  const policy = aPromisingPolicy()
  const clock = handClock()
  const paged = declared('sev1', policy).given({ type: 'page', to: { rung: 'on-call' }, text: 'x' }).state
  const open = options.open ?? [paged]
  const recorded: { id: string; people: string[]; asOf?: number }[] = []
  const looks: number[] = []
  let behind: Behind[] = [shift([ANA])]
  const errors: string[] = []
  const watch = createHandOverWatch({
    incidents: {
      find: async () => open,
      handle: async (id: string, command: { people: Mate[]; asOf?: number }) => {
        const { people, asOf } = command
        recorded.push({ id, people: people.map(({ name }) => name), ...(asOf !== undefined && { asOf }) })
        return { result: 'committed' } as never
      },
    } as never,
    policy,
    policyOf: async () => policy,
    look: async (references) => {
      if (!references.includes('@secondary')) looks.push(clock.now())
      return behind
    },
    clock,
    log: { error: (_, message) => errors.push(message) },
  })
  void watch.run()
  onTestFinished(() => watch.stop())
  const settled = async () => {
    for (;;) {
      const due = await watch.nextDue()
      if (due === undefined || due > clock.now()) return
      await clock.pause(1)
    }
  }
  await settled()
  return {
    watch,
    clock,
    recorded,
    looks,
    errors,
    is: (now: Behind[]) => {
      behind = now
    },
    async later(ms: number) {
      clock.advance(ms)
      await settled()
    },
    settled,
  }
}

describe('watching who is on call', () => {
  it('looks at once, and every two minutes while an incident is open', async () => {
    const { recorded, later } = await watching()
    expect(recorded).toEqual([{ id: 'INC-7', people: ['Ana'] }])
    await later(MINUTE)
    expect(recorded).toHaveLength(1)
    await later(MINUTE)
    expect(recorded).toHaveLength(2)
  })

  it('looks when a shift ends, to the millisecond', async () => {
    const { clock, is, later, looks } = await watching()
    const end = clock.now() + 2 * MINUTE + 45_000
    is([shift([ANA], end)])
    await later(2 * MINUTE)
    is([shift([RAVI])])
    await later(45_000)
    expect(looks.at(-1)).toBe(end)
  })

  it('believes nothing that it does not know of every reference', async () => {
    const { recorded, is, later } = await watching()
    is([shift([RAVI]), { reference: '@on-call', kind: 'unknown', why: 'Slack cannot be asked' }])
    await later(2 * MINUTE)
    expect(recorded).toHaveLength(1)
    is([shift([RAVI])])
    await later(2 * MINUTE)
    expect(recorded.at(-1)?.people).toEqual(['Ravi'])
  })

  it('says as of when it is, when it is not known anew', async () => {
    const { recorded, is, later } = await watching()
    is([{ ...shift([RAVI]), asOf: { at: 42, why: 'down' } } as Behind])
    await later(2 * MINUTE)
    expect(recorded.at(-1)).toEqual({ id: 'INC-7', people: ['Ravi'], asOf: 42 })
  })

  it('looks for nobody when nothing is open, but keeps an answer at hand', async () => {
    const { recorded, looks, later, watch, clock } = await watching({ open: [] })
    await later(30 * MINUTE)
    expect([recorded, looks]).toEqual([[], []])
    expect(await watch.nextDue()).toBe(clock.now() + HOUR - 30 * MINUTE)
  })

  it('looks at once when somebody was paged', async () => {
    const open: Incident[] = []
    const { recorded, watch, settled } = await watching({ open })
    open.push(
      declared('sev1', aPromisingPolicy()).given({ type: 'page', to: { rung: 'on-call' }, text: 'x' }).state,
    )
    watch.wake()
    await settled()
    expect(recorded).toHaveLength(1)
  })
})
