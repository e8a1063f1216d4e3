import type { AlertSource } from './alerting/alert-source.ts'
import type { AlertingData } from './alerting/records.ts'
import type { InstalledApp } from './app.ts'
import type { WorkspaceClock } from './clock.ts'
import { Deploys } from './deploys/deploys.ts'
import { openingDeploys } from './deploys/records.ts'
import { FileBytes } from './file-bytes.ts'
import { Ids } from './ids.ts'
import { Mailbox } from './mail/mailbox.ts'
import { type AccountData, openingAccount } from './pagerduty/records.ts'
import { BOT } from './people.ts'
import type { Json, Person, Ts } from './protocol.ts'
import type {
  CanvasRecord,
  ChannelRecord,
  FileRecord,
  GroupRecord,
  MessageRecord,
  Plan,
  ViewRecord,
  WorkspaceData,
} from './records.ts'
import { openingStatusPage } from './statuspage/records.ts'
import { StatusPage } from './statuspage/status-page.ts'

/** Something that happened in a channel (or to a group: no channel) that the app may have subscribed to. */
export type Happening = { subscription: string; event: Json; channel?: ChannelRecord }

/** The state of the workspace and who is told when it changes. Rules live with the nouns that use it. */
export class Workspace {
  readonly app: InstalledApp
  readonly clock: WorkspaceClock
  readonly ids: Ids
  /** Where the workspace is served, for permalinks and files; known once it listens. */
  url = ''
  version = 0
  people = new Map<string, Person>()
  groups = new Map<string, GroupRecord>()
  channels = new Map<string, ChannelRecord>()
  files = new Map<string, FileRecord>()
  readonly bytes: FileBytes
  canvases = new Map<string, CanvasRecord>()
  /** Published home tabs, by person. */
  homes = new Map<string, ViewRecord>()
  /** Open modals, by person, top last. */
  modals = new Map<string, ViewRecord[]>()
  plan: Plan
  readonly deploys: Deploys
  readonly statusPage: StatusPage
  readonly mailbox: Mailbox
  /** As it was kept, for a workspace that is opened without a receiver too. */
  readonly #alerting: AlertingData | undefined
  alerts: AlertSource | undefined
  /** What PagerDuty holds; its account changes it. */
  readonly pagerduty: AccountData
  #changed: (() => void)[] = []
  #happened: ((happening: Happening) => void)[] = []

  constructor(
    app: InstalledApp,
    clock: WorkspaceClock,
    data: WorkspaceData,
    bytes = new FileBytes(undefined),
  ) {
    this.app = app
    this.clock = clock
    this.bytes = bytes
    this.plan = data.plan ?? { canvases: 'on' }
    this.ids = new Ids(data.ids)
    this.deploys = new Deploys({
      data: data.deploys ?? openingDeploys(clock.now()),
      now: () => clock.now(),
      changed: () => this.changed(),
    })
    this.statusPage = new StatusPage({
      data: data.statusPage ?? openingStatusPage(clock.now()),
      now: () => clock.now(),
      changed: () => this.changed(),
    })
    this.mailbox = new Mailbox({ mails: data.mails ?? [], changed: () => this.changed() })
    this.#alerting = data.alerting
    this.pagerduty = data.pagerduty ?? openingAccount(data.people, clock.now())
    for (const one of data.people) this.people.set(one.id, one)
    for (const one of data.groups) this.groups.set(one.id, one)
    for (const one of data.channels) this.channels.set(one.id, one)
    for (const one of data.files) this.files.set(one.id, one)
    for (const one of data.canvases) this.canvases.set(one.id, one)
    for (const one of data.homes) this.homes.set(one.user, one)
  }

  onChange(listener: () => void): void {
    this.#changed.push(listener)
  }

  onHappening(listener: (happening: Happening) => void): void {
    this.#happened.push(listener)
  }

  /** To be called after every change that a person could see. */
  changed(): void {
    this.version++
    for (const listener of this.#changed) listener()
  }

  happened(happening: Happening): void {
    for (const listener of this.#happened) listener(happening)
  }

  now(): number {
    return this.clock.now()
  }

  nowSeconds(): number {
    return Math.floor(this.clock.now() / 1_000)
  }

  ts(): Ts {
    return this.ids.ts(this.clock.now())
  }

  isBot(user: string): boolean {
    return user === BOT.userId
  }

  message(channel: ChannelRecord, ts: Ts): MessageRecord | undefined {
    return channel.messages.get(ts)
  }

  /** Also what only one person sees. */
  anyMessage(channel: ChannelRecord, ts: Ts): MessageRecord | undefined {
    return channel.messages.get(ts) ?? channel.ephemerals.get(ts)
  }

  channelNamed(name: string): ChannelRecord | undefined {
    return [...this.channels.values()].find((one) => one.name === name && one.kind !== 'im')
  }

  directMessage(a: string, b: string): ChannelRecord | undefined {
    return [...this.channels.values()].find(
      (one) => one.kind === 'im' && one.members.includes(a) && one.members.includes(b),
    )
  }

  groupsOf(user: string): GroupRecord[] {
    return [...this.groups.values()].filter((one) => one.users.includes(user))
  }

  permalink(channel: ChannelRecord, ts: Ts): string {
    const link = `${this.url}/archives/${channel.id}/p${ts.replace('.', '')}`
    const root = channel.messages.get(ts)?.threadTs
    return root === undefined || root === ts ? link : `${link}?thread_ts=${root}&cid=${channel.id}`
  }

  data(): WorkspaceData {
    return {
      ids: this.ids.state,
      clockOffsetMs: this.clock.offsetMs,
      people: [...this.people.values()],
      groups: [...this.groups.values()],
      channels: [...this.channels.values()],
      files: [...this.files.values()],
      canvases: [...this.canvases.values()],
      homes: [...this.homes.values()],
      plan: this.plan,
      deploys: this.deploys.data(),
      statusPage: this.statusPage.data(),
      mails: this.mailbox.data(),
      ...this.#alertingData(),
      pagerduty: this.pagerduty,
    }
  }

  #alertingData(): { alerting?: AlertingData } {
    const alerting = this.alerts?.data() ?? this.#alerting
    return alerting === undefined ? {} : { alerting }
  }
}
