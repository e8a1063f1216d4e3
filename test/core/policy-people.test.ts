import { describe, expect, it } from 'vitest'
import { type PolicyContent, placedReferences } from '../../src/core/policy.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'
import { aPolicy } from './a-policy.ts'

function content(people: object): PolicyContent {
  const { digest: _, ...policy } = aPolicy()
  return { ...policy, people } as PolicyContent
}

describe('who somebody is in PagerDuty', () => {
  it('is nobody’s business unless the policy says it', () => {
    const { people: _, ...without } = content({})
    expect(checkPolicy(without)).toEqual([])
  })

  it('is said by any reference to a person, who is looked for in the workspace', () => {
    const policy = content({ 'dana@example.com': { pagerduty: 'PXPGF42' }, '@sam': { pagerduty: 'PT23IWX' } })
    expect(checkPolicy(policy)).toEqual([])
    expect(placedReferences(policy)).toContainEqual({
      path: ['people', 'dana@example.com'],
      reference: 'dana@example.com',
    })
  })

  it.each<[string, object, (string | number)[], RegExp]>([
    ['a name for an id', { '@dana': { pagerduty: 'Dana Li' } }, ['people', '@dana', 'pagerduty'], /no id/],
    [
      'somebody who is no reference',
      { 'Dana Li': { pagerduty: 'PXPGF42' } },
      ['people', 'Dana Li'],
      /reference/,
    ],
    [
      'two people for one user',
      { '@dana': { pagerduty: 'PXPGF42' }, '@sam': { pagerduty: 'PXPGF42' } },
      ['people', '@sam', 'pagerduty'],
      /is @dana already/,
    ],
  ])('is refused with %s', (_, people, path, message) => {
    const [problem] = checkPolicy(content(people))
    expect(problem).toMatchObject({ path, message: expect.stringMatching(message) })
  })
})
