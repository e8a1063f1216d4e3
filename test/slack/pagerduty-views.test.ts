import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Run } from '../../src/core/ladder/climber.ts'
import { HEARD, type PagerdutyPage } from '../../src/core/pagerduty/pages.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { helpCall } from '../../src/slack/views/help-call.ts'
import { pageMessage } from '../../src/slack/views/page.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'
import { aRun } from './a-run.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'
import { faultsIn } from './block-rules.ts'
import { nasty } from './hostile.ts'

const policy = aPromisingPolicy()
const run = aRun({ people: [] })
const page = (changes: Partial<PagerdutyPage> = {}): PagerdutyPage => ({
  run: 1,
  step: 1,
  status: 'triggered',
  key: 'k',
  people: [{ id: 'PCHLOE', name: 'Chloe Martin' }],
  ...changes,
})
const text = (value: unknown) => JSON.stringify(value)
const told = (event: IncidentEvent, incident = anIncident({ runs: [run], pagerduty: [page()] })) =>
  text(storyMessage(anEntry(event), incident, policy))

describe('somebody whom only PagerDuty knows', () => {
  it('stands on the card, on others’ pages and in the call for help by their name', () => {
    const incident = anIncident({ runs: [run], pagerduty: [page()] })
    expect(text(cardMessage(incident, policy))).toContain('📟 *Chloe Martin* (through PagerDuty), answer by')
    expect(text(pageMessage(incident, run, 'U0ANA', policy))).toContain(
      'Also asked: *Chloe Martin* (through PagerDuty)',
    )
    expect(text(helpCall(incident, run, policy))).toContain('Paged: *Chloe Martin* (through PagerDuty).')
    const failed = anIncident({ runs: [run], pagerduty: [page({ status: 'failed', people: [] })] })
    expect(text(helpCall(failed, run, policy))).toContain('whoever PagerDuty has on call (not reached)')
  })

  it('is said to have acknowledged', () => {
    const over: Run = { ...run, phase: 'over', end: { how: 'acknowledged', who: 'Chloe Martin', at: AT } }
    const incident = anIncident({ runs: [over], pagerduty: [page()] })
    expect(text(cardMessage(incident, policy))).toContain('✅ acknowledged by *Chloe Martin* in PagerDuty')
    expect(text(pageMessage(incident, over, 'U0ANA', policy))).toContain(
      '*Acknowledged* by *Chloe Martin* in PagerDuty',
    )
    const event = {
      type: 'acknowledged',
      run: 1,
      afterMs: 0,
      pagerduty: { key: 'k', at: AT, who: 'Chloe Martin' },
    } as const
    expect(told(event)).toContain('heard that Chloe Martin acknowledged the page in PagerDuty')
  })
})

describe('a page that fails in one way', () => {
  const failed = { type: 'pagerduty-failed', run: 1, step: 1, why: 'HTTP 500' } as const

  it('says that it goes in the other', () => {
    const people = [{ user: 'U0ANA', step: 1, how: 'x' }]
    expect(told(failed, anIncident({ runs: [{ ...run, people }] }))).toContain(
      'goes by direct message as well',
    )
    const noDm: IncidentEvent = { type: 'page-failed', run: 1, step: 1, user: 'U0ANA', why: 'gone' }
    expect(told(noDm)).toContain('goes through PagerDuty as well')
  })

  it('says whom to telephone when there is no other', () => {
    const people = [{ user: 'U0ANA', step: 1, how: 'x', failed: 'gone' }]
    const contact = policy.paging.emergencyContacts[0]?.phone ?? ''
    expect(contact).not.toBe('')
    expect(told(failed, anIncident({ runs: [{ ...run, people }] }))).toContain(contact)
    expect(told({ type: 'pagerduty-unasked', run: 1, step: 1, who: ['Chloe'], why: '402' })).toContain(
      contact,
    )
  })
})

describe('what PagerDuty says', () => {
  it('is within Slack’s limits and pings nobody, whatever people there are called and write', () => {
    fc.assert(
      fc.property(nasty(100), nasty(2_500), fc.constantFrom(...HEARD), (who, words, what) => {
        const heard: Extract<IncidentEvent, { type: 'pagerduty-heard' }> = {
          type: 'pagerduty-heard',
          key: 'k',
          happenedAt: AT,
          what,
          who,
          to: [who, who],
          text: words,
          refused: words.slice(0, 500),
        }
        const people = [{ id: 'P', name: who }]
        const incident = anIncident({ runs: [run], pagerduty: [page({ people })] })
        for (const message of [
          storyMessage(anEntry(heard), incident, policy),
          storyMessage(anEntry({ ...heard, user: 'U0ANA', over: true }), incident, policy),
          storyMessage(
            anEntry({ type: 'pagerduty-paged', run: 1, step: 1, key: 'k', people }),
            incident,
            policy,
          ),
          storyMessage(
            anEntry({ type: 'pagerduty-failed', run: 1, step: 1, why: words.slice(0, 500) }),
            incident,
            policy,
          ),
          cardMessage(incident, policy),
          pageMessage(incident, run, 'U0ANA', policy),
        ])
          expect(faultsIn(message)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
