import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import { aReviewingPolicy } from '../core/a-policy.ts'
import { AT } from './an-incident.ts'
import { aPerformer } from './hands.ts'

const base = aReviewingPolicy()
const policy = { ...base, reviews: { ...base.reviews, managers: ['U0ANA', 'U0BEN', '@nobody'] } }
const review: NonNullable<Incident['review']> = {
  begunAt: AT,
  stage: 'draft',
  asked: 'U0ANA',
  schedule: { due: AT, steps: [AT + 1], next: 1 },
  managersFrom: 1,
}
const overdue = { type: 'review-overdue', due: AT, step: 0, times: 1, managers: true } as const
const followUp = {
  number: 1,
  text: 'x',
  state: 'open',
  by: 'U0ANA',
  at: AT,
  owner: 'U0BEN',
  due: AT + 5,
} as const

/** Everybody has a direct message of their own. */
async function inWorkspace() {
  const performer = await aPerformer()
  const { slack } = performer
  slack.methods['conversations.open'] = ({ users }) => ({
    channel: slack.channel(`im-${users}`, {
      id: `D${users}`,
      is_member: true,
      messages: direct[String(users)] ?? [],
    }),
  })
  const direct: Record<string, ReturnType<typeof slack.room>['messages']> = { U0ANA: [], U0BEN: [] }
  return { ...performer, direct }
}

describe('managers', () => {
  it('are told one by one, each once, also when a try was cut off in the middle', async () => {
    const { slack, perform, direct } = await inWorkspace()
    slack.mishap('conversations.open', { delayMs: 0 }, { status: 429, headers: { 'retry-after': '37' } })
    const owed = { state: { review }, event: overdue, policy }
    expect(await perform('slack.tell-managers', owed)).toMatchObject({
      outcome: 'unknown',
      notBefore: expect.any(Number),
    })
    expect(direct.U0ANA).toHaveLength(1)
    expect(await perform('slack.tell-managers', { ...owed, maybeSent: true })).toEqual({ outcome: 'ok' })
    expect(direct.U0ANA).toHaveLength(1)
    expect(direct.U0BEN).toHaveLength(1)
  })

  it('whom Slack cannot reach keep the others from nothing', async () => {
    const { slack, perform, direct } = await inWorkspace()
    slack.mishap('conversations.open', { error: 'user_disabled' })
    expect(await perform('slack.tell-managers', { state: { review }, event: overdue, policy })).toEqual({
      outcome: 'ok',
    })
    expect(direct.U0BEN).toHaveLength(1)
  })

  it('are not told of their own review', async () => {
    const { perform, direct } = await inWorkspace()
    await perform('slack.tell-managers', {
      state: { review: { ...review, owner: 'U0ANA' } },
      event: overdue,
      policy,
    })
    expect(direct.U0ANA).toHaveLength(0)
    expect(direct.U0BEN).toHaveLength(1)
  })
})

describe('what is not so any more is not said', () => {
  it.each<[string, string, Partial<Incident>]>([
    ['a review that is done', 'slack.remind-review', { review: { ...review, stage: 'reviewed' } }],
    ['a review that was called off', 'slack.remind-review', {}],
    [
      'a review that began anew',
      'slack.remind-review',
      { review: { ...review, schedule: { ...review.schedule, due: AT + 9 } } },
    ],
    [
      'a review that is done, to managers',
      'slack.tell-managers',
      { review: { ...review, stage: 'reviewed' } },
    ],
    ['a review that somebody took', 'slack.ask-review-owner', { review: { ...review, owner: 'U0BEN' } }],
    ['a review that was given on', 'slack.tell-review-owner', { review: { ...review, owner: 'U0BEN' } }],
    [
      'a follow-up that is done',
      'slack.assign-follow-up',
      { followUps: [{ ...followUp, state: 'done', owner: 'U0ANA' }] },
    ],
    ['a follow-up that was given on', 'slack.assign-follow-up', { followUps: [followUp] }],
    [
      'a follow-up with another date',
      'slack.remind-follow-up',
      { followUps: [{ ...followUp, due: AT + 9 }] },
    ],
  ])('%s', async (_, kind, state) => {
    const { perform, direct } = await inWorkspace()
    const event =
      kind === 'slack.remind-follow-up'
        ? ({ type: 'follow-up-reminded', number: 1, text: 'x', due: AT + 5, step: 0 } as const)
        : overdue
    expect(await perform(kind, { state, event, policy, args: { user: 'U0ANA', number: 1 } })).toEqual({
      outcome: 'ok',
    })
    expect([...(direct.U0ANA ?? []), ...(direct.U0BEN ?? [])]).toEqual([])
  })

  it('but what is so, is', async () => {
    const { perform, direct } = await inWorkspace()
    const args = { user: 'U0BEN', number: 1 }
    const state = { review: { ...review, owner: 'U0BEN' }, followUps: [followUp] }
    await perform('slack.remind-review', { state, event: overdue, args })
    await perform('slack.tell-review-owner', { state, event: { type: 'review-owned', user: 'U0BEN' }, args })
    await perform('slack.assign-follow-up', { state, event: { type: 'closed' }, args })
    const event = { type: 'follow-up-reminded', number: 1, text: 'x', due: AT + 5, step: 0 } as const
    await perform('slack.remind-follow-up', { state, event, args })
    expect(direct.U0BEN?.map(({ text }) => text)).toEqual([
      'INC-7: the review is overdue',
      'INC-7: the review is yours',
      'INC-7: x',
      'INC-7: x',
    ])
  })
})
