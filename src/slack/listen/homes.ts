import type { App } from '@slack/bolt'
import { webApi } from '@slack/bolt'
import { FIRING } from '../../core/alert/decider.ts'
import type { Instant } from '../../core/decider.ts'
import type { Policy } from '../../core/policy.ts'
import { ownerLabel } from '../../core/review/labels.ts'
import { SWITCHES_OUT } from '../../core/switch/decider.ts'
import type { Slack } from '../client.ts'
import { ANSWER_BUDGET_MS, type InFlight, sleep, within } from '../deadline.ts'
import type { Log } from '../log.ts'
import type { People } from '../people.ts'
import { homeView } from '../views/home.ts'
import { LOOKED_AT_MAX } from './alert-desk.ts'
import type { Alerts, Incidents, SwitchSide } from './desk.ts'
import { notToRead } from './reading.ts'
import { FOUND_MAX } from './switch-desk.ts'

/** Whoever looked at their page within this time gets it kept current. */
const WATCHED_MS = 60 * 60_000
const WATCHERS_MAX = 200
/** Changes within this time are shown together. */
const GATHER_MS = 250

export type Homes = {
  listen(app: App): void
  /** Something changed: brings the pages of those who looked lately up to date, soon and at most once at a time. */
  refresh(): void
  stop(): void
}

export function createHomes(parts: {
  incidents: Incidents
  alerts: Alerts
  levers: Pick<SwitchSide, 'switches'>
  slack: Slack
  people: People
  policy: Policy
  inFlight: InFlight
  now: () => Instant
  log: Log
}): Homes {
  const { incidents, alerts, levers, slack, people, policy, inFlight, now, log } = parts
  const watchers = new Map<string, Instant>()
  const stopping = new AbortController()
  let refreshing = false
  let again = false

  async function publish(person: string): Promise<void> {
    try {
      const hidden = await notToRead({ people }, { user: person }, 'everything')
      if (hidden !== undefined) {
        await slack.views.publish({ user_id: person, view: { type: 'home', blocks: hidden.blocks } })
        return
      }
      const [open, theirs, firing, out] = await Promise.all([
        incidents.find('open'),
        incidents.find(ownerLabel(person)),
        alerts.find(FIRING, LOOKED_AT_MAX),
        levers.switches.find(SWITCHES_OUT, FOUND_MAX),
      ])
      const view = homeView(person, open, policy, { theirs, now: now() }, firing, out)
      await slack.views.publish({ user_id: person, view })
    } catch (error) {
      log.warn({ err: error }, 'a home page could not be brought up to date')
      if (!(error instanceof webApi.WebAPIRateLimitedError)) return
      again = true
      await sleep(error.retryAfter * 1000, stopping.signal)
    }
  }

  function watch(person: string): void {
    watchers.delete(person)
    watchers.set(person, now())
    const [oldest] = watchers.keys()
    if (watchers.size > WATCHERS_MAX && oldest !== undefined) watchers.delete(oldest)
  }

  async function refreshAll(): Promise<void> {
    do {
      again = false
      await sleep(GATHER_MS, stopping.signal)
      for (const [person, at] of watchers) {
        if (stopping.signal.aborted) return
        if (now() - at > WATCHED_MS) watchers.delete(person)
        else await publish(person)
      }
    } while (again)
  }

  return {
    listen(app) {
      app.event('app_home_opened', async ({ event }) => {
        if (event.tab !== 'home') return
        watch(event.user)
        await within(publish(event.user), ANSWER_BUDGET_MS)
      })
    },
    refresh() {
      again = true
      if (refreshing || watchers.size === 0 || stopping.signal.aborted) return
      refreshing = true
      void inFlight.track(refreshAll()).finally(() => {
        refreshing = false
      })
    },
    stop: () => stopping.abort(),
  }
}
