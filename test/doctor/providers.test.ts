import { describe, expect, it } from 'vitest'
import { examineProviders } from '../../src/doctor/providers.ts'
import { createProviders } from '../../src/parts/providers.ts'
import * as argo from '../argocd/argocd-server.ts'
import * as ld from '../launchdarkly/launchdarkly-answers.ts'
import { launchdarklyServer } from '../launchdarkly/launchdarkly-server.ts'

const now = () => 0
const flag = (key: string) => ({
  provider: 'launchdarkly',
  at: { project: 'shop', flag: key, environment: 'production' },
  normal: true,
})

describe('the doctor, of switches outside', () => {
  it('has nothing to say where nothing is set up', async () => {
    expect(await examineProviders(createProviders({}, { now }), {})).toEqual([
      { check: 'switches outside', found: 'skipped', say: 'no outside system is set up' },
    ])
  })

  it('misses what the policy needs', async () => {
    const found = await examineProviders(createProviders({}, { now }), { assistant: flag('assistant') })
    expect(found).toEqual([
      {
        check: 'LaunchDarkly',
        found: 'wrong',
        problems: [expect.stringMatching(/set LAUNCHDARKLY_TOKEN.*switches there: assistant/)],
      },
    ])
  })

  it('reads every switch and changes none', async () => {
    const server = await launchdarklyServer({
      assistant: ld.aFlag([true, false]),
      banner: ld.aFlag(['', 'x']),
    })
    const providers = createProviders({ launchdarkly: { apiUrl: server.url, token: ld.TOKEN } }, { now })
    const switches = { assistant: flag('assistant'), banner: flag('banner') }
    expect(await examineProviders(providers, switches)).toEqual([
      {
        check: 'LaunchDarkly',
        found: 'sound',
        say: 'takes the token "tocsin"; assistant is true; banner is ""',
      },
    ])
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET'])
  })

  it('names each switch that cannot be read, and a token that is not taken', async () => {
    const server = await launchdarklyServer({ assistant: ld.aFlag([true, false], { fallthrough: {} }) })
    const argocd = await argo.argocdServer([])
    const config = {
      launchdarkly: { apiUrl: server.url, token: ld.TOKEN },
      argocd: { url: argocd.url, token: 'old' },
    }
    const switches = { assistant: flag('assistant'), copy: flag('gone') }
    expect(await examineProviders(createProviders(config, { now }), switches)).toEqual([
      {
        check: 'LaunchDarkly',
        found: 'wrong',
        problems: [
          expect.stringMatching(/^assistant: .*one value/),
          expect.stringMatching(/^copy: .*no flag "gone"/),
        ],
      },
      {
        check: 'Argo CD',
        found: 'wrong',
        problems: ['Argo CD does not accept the token: check ARGOCD_TOKEN.'],
      },
    ])
  })
})
