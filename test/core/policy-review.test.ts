import { describe, expect, it } from 'vitest'
import { placedReferences, policySchema } from '../../src/core/policy.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'
import { aReviewingPolicy } from './a-policy.ts'

const { digest: _, ...sound } = aReviewingPolicy()
const calendar = (changes: object) => ({ ...sound, calendar: { ...sound.calendar, ...changes } })
const reviews = (changes: object) => ({ ...sound, reviews: { ...sound.reviews, ...changes } })
const sev1 = (review: unknown) => ({
  ...sound,
  severities: { ...sound.severities, sev1: { ...sound.severities.sev1, review } },
})

describe('reviews in a policy', () => {
  it('that are sound have no problem', () => {
    expect(checkPolicy(sound)).toEqual([])
    expect(
      checkPolicy(
        calendar({
          holidays: [
            { date: '02-29', name: 'x' },
            { date: '2026-04-03', name: 'y' },
          ],
        }),
      ),
    ).toEqual([])
  })

  it('are as usual in a policy of before there were any', () => {
    const { calendar: _c, reviews: _r, followUps: _f, weeklyDigest: _w, severities, ...old } = sound
    const bare = Object.fromEntries(
      Object.entries(severities).map(([key, { review: __, ...rest }]) => [key, rest]),
    )
    const read = policySchema.parse({ ...old, severities: bare })
    expect(read.calendar).toMatchObject({
      workingDays: expect.arrayContaining(['monday', 'friday']),
      startHour: 9,
      endHour: 17,
    })
    expect(read.severities.sev1.review).toEqual({ businessDays: 5 })
    expect(read.severities.sev4.review).toBe('none')
    expect(read.reviews).toEqual({
      remindBusinessDaysBefore: [2, 0],
      overdue: { everyBusinessDays: 1, times: 5 },
      managers: [],
      managersFromTime: 2,
    })
    expect(read.weeklyDigest).toEqual({ weekday: 'monday', hour: 9 })
  })

  it.each<[string, object, (string | number)[], RegExp, RegExp?]>([
    [
      'a 30th of February',
      calendar({ holidays: [{ date: '02-30', name: 'x' }] }),
      ['calendar', 'holidays', 0, 'date'],
      /is no day/,
      /12-25/,
    ],
    [
      'a day in words',
      calendar({ holidays: [{ date: 'christmas', name: 'x' }] }),
      ['calendar', 'holidays', 0, 'date'],
      /is no day/,
    ],
    [
      'a holiday twice',
      calendar({
        holidays: [
          { date: '01-01', name: 'x' },
          { date: '01-01', name: 'y' },
        ],
      }),
      ['calendar', 'holidays', 1, 'date'],
      /twice/,
    ],
    ['no working day', calendar({ workingDays: [] }), ['calendar', 'workingDays'], /empty/],
    [
      'a working day twice',
      calendar({ workingDays: ['monday', 'monday'] }),
      ['calendar', 'workingDays', 1],
      /twice/,
    ],
    [
      'a day that is none',
      calendar({ workingDays: ['mon'] }),
      ['calendar', 'workingDays', 0],
      /none of those/,
      /monday/,
    ],
    [
      'a day that ends before it begins',
      calendar({ startHour: 17, endHour: 9 }),
      ['calendar', 'endHour'],
      /before it begins/,
      /17/,
    ],
    ['a misspelt setting', calendar({ workdays: [] }), ['calendar', 'workdays'], /mean `workingDays`/],
    [
      'a reminder before any review',
      reviews({ remindBusinessDaysBefore: [5] }),
      ['reviews', 'remindBusinessDaysBefore', 0],
      /No review/,
    ],
    [
      'managers who are never told',
      reviews({ managers: ['@m'], managersFromTime: 6 }),
      ['reviews', 'managersFromTime'],
      /never be told/,
    ],
    [
      'a manager who is nobody',
      reviews({ managers: ['nobody'] }),
      ['reviews', 'managers', 0],
      /no reference/,
    ],
    ['a review in words', sev1('soon'), ['severities', 'sev1', 'review'], /by when/, /businessDays/],
    [
      'a review of 0 days',
      sev1({ businessDays: 0 }),
      ['severities', 'sev1', 'review', 'businessDays'],
      /too small/,
    ],
    [
      'a digest in words',
      { ...sound, weeklyDigest: 'friday' },
      ['weeklyDigest'],
      /does not say when/,
      /weekday/,
    ],
    ['a digest at 25', { ...sound, weeklyDigest: { hour: 25 } }, ['weeklyDigest', 'hour'], /too large/],
  ])('with %s is refused there', (_name, policy, path, message, allowed) => {
    const problem = checkPolicy(policy).find((each) => each.path.join('.') === path.join('.'))
    expect(problem?.message ?? JSON.stringify(checkPolicy(policy))).toMatch(message)
    if (allowed) expect(problem?.allowed).toMatch(allowed)
  })

  it('name managers who have to exist', () => {
    const found = placedReferences(reviews({ managers: ['@leads'] }) as typeof sound)
    expect(found).toContainEqual({ path: ['reviews', 'managers', 0], reference: '@leads' })
  })
})
