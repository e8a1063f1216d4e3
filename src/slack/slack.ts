import { App, LogLevel } from '@slack/bolt'
import type { CommsTemplates } from '../core/comms/template.ts'
import type { Instant } from '../core/decider.ts'
import type { Shifts } from '../core/on-call/shift.ts'
import type { Policy } from '../core/policy.ts'
import type { Reports } from '../core/report/written-report.ts'
import type { EvidenceFiles } from '../engine/evidence-files.ts'
import type { Performers } from '../engine/outcome.ts'
import type { Timelines } from '../timeline/timelines.ts'
import { createChannels } from './channels.ts'
import { clientOptions, createClient } from './client.ts'
import { commitThenAck } from './commit-then-ack.ts'
import { createInFlight, within } from './deadline.ts'
import { createDirectory, type Directory } from './directory.ts'
import type { RequestListener } from './entrance.ts'
import { createGroups } from './groups.ts'
import { createRequests } from './http.ts'
import { BadToken, createSelf } from './identity.ts'
import { listenToActions } from './listen/actions.ts'
import { listenToClassifier } from './listen/classifier.ts'
import { listenToCommands } from './listen/commands.ts'
import { listenToComms } from './listen/comms.ts'
import type { Alerts, Desk, Incidents, Logbook, SwitchSide } from './listen/desk.ts'
import { listenToEvents } from './listen/events.ts'
import { createHomes } from './listen/homes.ts'
import { listenToMessageShortcut } from './listen/message-shortcut.ts'
import { listenToMessages } from './listen/messages.ts'
import { listenToReactions } from './listen/reactions.ts'
import { listenToShortcuts } from './listen/shortcuts.ts'
import { listenToSubmissions } from './listen/submissions.ts'
import { allSwitches } from './listen/switch-desk.ts'
import { type Log, quiet } from './log.ts'
import { createOnCallDesk, type OnCallDesk } from './on-call.ts'
import { createPeople } from './people.ts'
import { createAlertMessages } from './perform/alert-messages.ts'
import { digestPerformer } from './perform/digest.ts'
import type { Hands, PagerdutyRungs } from './perform/hands.ts'
import { createPerformers } from './perform/performers.ts'
import { createSwitchMessages } from './perform/switch-messages.ts'
import { createSockets } from './sockets.ts'

/** How Slack is reached: signed requests to a server of ours, or sockets that we open. */
export type SlackSettings = { botToken: string; apiUrl?: string } & (
  | { mode: 'http'; signingSecret: string }
  | { mode: 'socket'; appToken: string }
)

export type SlackEdge = {
  performers: Performers
  /** Who people are, and where messages stand, for other systems. */
  directory: Directory
  /** Who stands behind the rungs of the policy. */
  onCall: OnCallDesk
  /** Takes what Slack sends from here on. Throws BadToken, with a sentence, when the token can never work. */
  start(): Promise<void>
  /** Takes nothing more, waits for what is under way. */
  stop(): Promise<void>
  connected(): boolean
  /** Resolves when nothing that came from Slack is under way, and home pages are up to date. */
  idle(): Promise<void>
  /** For `POST /slack/events`; only in HTTP mode. */
  requestListener?: RequestListener
  /** Something changed: home pages that were looked at lately are brought up to date. */
  refreshHomes(): void
}

/** How long a stop waits for what is under way. */
const DRAIN_MS = 5_000

export function createSlack(parts: {
  config: SlackSettings
  incidents: Incidents
  alerts: Alerts
  logbook: Logbook
  levers: SwitchSide
  policy: Policy
  policyOf(digest: string): Promise<Policy>
  reports: Reports
  templates: CommsTemplates
  files: EvidenceFiles
  timelines: Timelines
  /** Shifts that are kept outside of Slack; absent: there are none. */
  shifts?: Shifts
  /** Who stands behind rungs that name PagerDuty; absent: it is not connected. */
  pagerduty?: PagerdutyRungs
  now: () => Instant
  whyUnwritable: Desk['whyUnwritable']
  log: Log
}): SlackEdge {
  const {
    config,
    incidents,
    alerts,
    logbook,
    levers,
    policy,
    policyOf,
    reports,
    templates,
    timelines,
    files,
    now,
    log,
  } = parts
  const slack = createClient(config, log)
  const { identity, isKnown } = createSelf(slack)
  const groups = createGroups({ slack, now, log })
  const people = createPeople({ slack, groups, identity, now, log })
  const channels = createChannels({ slack, now })
  const onCall = createOnCallDesk({ people, groups, shifts: parts.shifts })
  const hands: Hands = {
    slack,
    channels,
    people,
    groups,
    identity,
    reports,
    timelines,
    files,
    now,
    log,
    ...(parts.pagerduty && { pagerduty: parts.pagerduty }),
  }
  const inFlight = createInFlight()
  const homes = createHomes({ incidents, alerts, levers, slack, people, policy, inFlight, now, log })
  const desk: Desk = {
    incidents,
    alerts,
    logbook,
    levers,
    policy,
    policyOf,
    people,
    onCall,
    reports,
    templates,
    timelines,
    slack,
    now,
    whyUnwritable: parts.whyUnwritable,
    log,
  }

  const entrance =
    config.mode === 'http'
      ? createRequests(config.signingSecret, isKnown, log)
      : createSockets({ ...config, log })
  const app = new App({
    receiver: entrance.receiver,
    authorize: async () => {
      const { botId, userId } = await identity()
      return { botToken: config.botToken, botId, botUserId: userId }
    },
    clientOptions: clientOptions(config.apiUrl, log),
    logger: quiet(log, 'bolt'),
    logLevel: LogLevel.INFO,
    convoStore: false,
  })
  app.error((error) => Promise.reject(error)) // the receivers log it, and do not acknowledge
  commitThenAck(app, inFlight, log)
  listenToCommands(app, desk)
  listenToActions(app, desk)
  listenToClassifier(app, desk)
  listenToComms(app, desk)
  listenToSubmissions(app, desk)
  listenToShortcuts(app, desk)
  listenToMessageShortcut(app, desk)
  listenToEvents(app, desk, { channels, groups })
  listenToReactions(app, desk, { channels })
  listenToMessages(app, desk)
  homes.listen(app)

  /** Whoever is asked about later need not be waited for then. What fails here is asked again when it is needed. */
  async function lookAround(): Promise<void> {
    await Promise.all([
      people.preload(),
      groups.of(''),
      channels.named(policy.channels.room),
      channels.named(policy.channels.alerts),
    ])
  }

  return {
    performers: {
      ...createPerformers(hands),
      ...createAlertMessages(hands),
      'slack.post-digest': digestPerformer(hands, incidents),
      ...createSwitchMessages({
        ...hands,
        incident: (id) => incidents.load(id),
        allSwitches: () => allSwitches(desk),
      }),
    },
    async start() {
      try {
        await identity()
      } catch (error) {
        if (error instanceof BadToken) throw error
        log.warn({ err: error }, 'Slack cannot be reached yet; trying on')
      }
      await entrance.start()
      lookAround().catch((error) => log.warn({ err: error }, 'the workspace could not be read yet'))
    },
    async stop() {
      homes.stop()
      await within(inFlight.idle(), DRAIN_MS)
      await entrance.stop()
      await within(inFlight.idle(), DRAIN_MS)
    },
    onCall,
    directory: createDirectory({ people, groups, slack, log }),
    connected: entrance.connected,
    idle: inFlight.idle,
    ...(entrance.listener && { requestListener: entrance.listener }),
    refreshHomes: homes.refresh,
  }
}
