import { argocd } from '../../src/argocd/provider.ts'
import type { Place, SwitchValue } from '../../src/core/switch/provider.ts'
import { launchdarkly } from '../../src/launchdarkly/provider.ts'
import type { SwitchSystem } from '../../src/outside/system.ts'
import { unleash } from '../../src/unleash/provider.ts'
import { webhook } from '../../src/webhook/provider.ts'
import * as argo from '../argocd/argocd-server.ts'
import * as ld from '../launchdarkly/launchdarkly-answers.ts'
import { launchdarklyServer } from '../launchdarkly/launchdarkly-server.ts'
import type { OutsideServer } from '../outside/outside-server.ts'
import * as un from '../unleash/unleash-answers.ts'
import { unleashServer } from '../unleash/unleash-server.ts'
import * as hook from '../webhook/receiver-answers.ts'
import { receiverServer } from '../webhook/receiver-server.ts'

export const NOW = Date.UTC(2026, 0, 15, 3)
const means = (timeoutMs: number | undefined) => ({
  now: () => NOW,
  ...(timeoutMs !== undefined && { timeoutMs }),
})
/** A provider in front of a server of its kind, with two values to switch between. */
export type Stand = {
  provider: SwitchSystem
  server: OutsideServer
  place: Place
  /** The place of something that is not there. */
  nowhere: Place
  secret: string
  /** What the server holds at first, and something else. */
  values: [SwitchValue, SwitchValue]
  /** Whether the answer to setting says what is set; else any JSON is fine. */
  setAnswersState: boolean
}

export const STANDS: Record<string, (timeoutMs?: number) => Promise<Stand>> = {
  LaunchDarkly: async (timeoutMs) => {
    const server = await launchdarklyServer({ assistant: ld.aFlag([true, false]) })
    const place = { project: 'shop', flag: 'assistant', environment: 'production' }
    return {
      provider: launchdarkly({ apiUrl: server.url, token: ld.TOKEN }, means(timeoutMs)),
      server,
      place,
      nowhere: { ...place, flag: 'gone' },
      secret: ld.TOKEN,
      values: [true, false],
      setAnswersState: true,
    }
  },
  'LaunchDarkly with texts': async (timeoutMs) => {
    const server = await launchdarklyServer({ banner: ld.aFlag(['', 'We are slow today', 'Closed']) })
    const place = { project: 'shop', flag: 'banner', environment: 'production' }
    return {
      provider: launchdarkly({ apiUrl: `${server.url}/`, token: ld.TOKEN }, means(timeoutMs)),
      server,
      place,
      nowhere: { ...place, environment: 'moon' },
      secret: ld.TOKEN,
      values: ['', 'We are slow today'],
      setAnswersState: true,
    }
  },
  Unleash: async (timeoutMs) => {
    const server = await unleashServer({ assistant: un.aFeature(true, [{ name: 'default' }]) })
    const place = { project: 'shop', feature: 'assistant', environment: 'production' }
    return {
      provider: unleash({ url: `${server.url}/api/`, token: un.TOKEN }, means(timeoutMs)),
      server,
      place,
      nowhere: { ...place, feature: 'gone' },
      secret: un.TOKEN,
      values: [true, false],
      setAnswersState: false,
    }
  },
  'signed webhook': async (timeoutMs) => {
    const server = await receiverServer({ assistant: true })
    const place = { url: `${server.url}/hooks/switch?tenant=1`, name: 'assistant' }
    return {
      provider: webhook({ secret: hook.SECRET }, means(timeoutMs)),
      server,
      place,
      nowhere: { ...place, name: 'gone' },
      secret: hook.SECRET,
      values: [true, false],
      setAnswersState: true,
    }
  },
  'Argo CD': async (timeoutMs) => {
    const server = await argo.argocdServer([argo.aProject('shop')])
    return {
      provider: argocd({ url: server.url, token: argo.TOKEN }, means(timeoutMs)),
      server,
      place: { projects: ['shop'] },
      nowhere: { projects: ['gone'] },
      secret: argo.TOKEN,
      values: [false, true],
      setAnswersState: true,
    }
  },
}
