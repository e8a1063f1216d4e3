import { describe, expect, it } from 'vitest'
import { examineStatuspage } from '../../src/doctor/statuspage.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import { aPage, KEY } from './a-page.ts'

const read = loadPolicy('policy.yml')
if (!('policy' in read)) throw new Error('policy.yml is not valid')
const { policy } = read
const lonely = { hasOwn: false }

async function config(changes: object = {}) {
  const { server } = await aPage()
  return { server, config: { apiUrl: server.url, apiKey: KEY, pageId: 'exampleshop1', ...changes } }
}

describe('the doctor, of the status page', () => {
  it('finds the page and every component, by looking only', async () => {
    const { server, config: its } = await config()
    expect(await examineStatuspage(its, policy, lonely)).toEqual({
      check: 'status page',
      found: 'sound',
      say: '"Example Shop" takes the key, 5 components found',
    })
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  it('names a component that is not there, and those that are', async () => {
    const { config: its } = await config()
    const reach = { by: 'statuspage' as const, components: [{ id: 'kx1', name: 'Search' }] }
    const audiences = {
      public: { name: 'x', outside: true, reach, approve: 'none' as const, approveOwn: false },
    }
    const finding = await examineStatuspage(its, { ...policy, audiences }, lonely)
    expect(finding).toMatchObject({
      problems: [expect.stringMatching(/no component "kx1" \(Search\).*checkout \(Checkout\)/)],
    })
  })

  it.each([
    [{ apiKey: 'other' }, 'check STATUSPAGE_API_KEY'],
    [{ pageId: 'gone' }, 'correct STATUSPAGE_PAGE_ID'],
    [{ apiUrl: 'http://127.0.0.1:1' }, 'cannot be reached'],
  ])('says what to correct: %o', async (changes, what) => {
    const { config: its } = await config(changes)
    expect(await examineStatuspage(its, policy, lonely)).toMatchObject({
      found: 'wrong',
      problems: [expect.stringContaining(what)],
    })
  })

  it('misses it where the policy promises notices there, unless the workspace brings one', async () => {
    expect(await examineStatuspage(undefined, policy, lonely)).toMatchObject({
      found: 'wrong',
      problems: [
        expect.stringContaining('tells these audiences there: public'),
        'For SEV1 and SEV2 the policy promises notices there, which would all be missed.',
      ],
    })
    expect(await examineStatuspage(undefined, policy, { hasOwn: true })).toMatchObject({ found: 'sound' })
    expect(await examineStatuspage(undefined, { ...policy, audiences: {} }, lonely)).toMatchObject({
      found: 'skipped',
    })
  })
})
