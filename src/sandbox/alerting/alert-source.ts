import type { WorkspaceClock } from '../clock.ts'
import {
  ALERT_GROUP_INTERVAL_MS,
  ALERT_REPEAT_MS,
  ALERT_RETRY_FACTOR,
  ALERT_RETRY_FIRST_MS,
  ALERT_RETRY_LONGEST_MS,
  ALERTS_SENT_KEPT,
  STORM_WAVE_MS,
} from '../limits.ts'
import type { Alerting, AlertSent } from '../outside-world.ts'
import type { Json } from '../protocol.ts'
import { notification } from './alertmanager.ts'
import { type AlertingData, type GroupRecord, stateOf } from './records.ts'
import { groupLabels, RULES, type Rule, STORM_RULES, STORM_WAVES } from './rules.ts'
import { post } from './sending.ts'
import { checkReport } from './uptime.ts'

/** Where alerts are sent, by who sends them. The address may be known only later. */
export type AlertReceiver = { url: (by: Rule['by']) => string | undefined; token: string }

const ALL_RULES = new Map([...RULES, ...STORM_RULES].map((rule) => [rule.id, rule]))
/** All alerts of a storm, and all that fire. */
const STORM = 'storm'
const ALL = 'all'

/** The workspace's monitoring: alerts that people fire and resolve, told to the app as Alertmanager does it. */
export class AlertSource {
  readonly #data: AlertingData
  readonly #clock: WorkspaceClock
  readonly #changed: () => void
  readonly #receiver: AlertReceiver
  readonly #url: () => string
  readonly #bodies = new Map<number, Json>()
  readonly #telling = new Map<string, Promise<void>>()
  #isClosed = false
  #storm: Promise<void> | undefined
  #isRising = false

  constructor(given: {
    data: AlertingData
    clock: WorkspaceClock
    changed: () => void
    receiver: AlertReceiver
    /** Where a person looks at alerts. */
    url: () => string
  }) {
    this.#data = given.data
    this.#clock = given.clock
    this.#changed = given.changed
    this.#receiver = given.receiver
    this.#url = given.url
    for (const group of this.#data.groups) this.#tell(group)
  }

  /** `what`: a rule's id, or `storm`. Answers a sentence when there is no such thing. */
  fire(what: string): string | undefined {
    const rules = this.#rules(what)
    if (rules.length === 0 || what === ALL) return `There is no alert ${what}.`
    if (what !== STORM) this.#fireAll(rules)
    else if (this.#storm === undefined) this.#storm = this.#rise().finally(() => (this.#storm = undefined))
    return undefined
  }

  /** A storm grows while it is told of. */
  async #rise(): Promise<void> {
    this.#isRising = true
    for (const many of STORM_WAVES) {
      if (!this.#isRising || this.#isClosed) return
      this.#fireAll(STORM_RULES.slice(0, many))
      await Promise.all(this.#telling.values())
      await this.#clock.pauseReal(STORM_WAVE_MS)
    }
  }

  #fireAll(rules: readonly Rule[]): void {
    for (const rule of rules) {
      const group = this.#groupOf(rule)
      if (group.alerts.some((alert) => alert.rule === rule.id && alert.endsAt === undefined)) continue
      group.alerts = group.alerts.filter((alert) => alert.rule !== rule.id)
      group.alerts.push({ rule: rule.id, startsAt: this.#clock.now() })
    }
    this.#tellAll(rules)
  }

  /** `what`: a rule's id, `storm` or `all`. */
  resolve(what: string): string | undefined {
    const rules = this.#rules(what)
    if (rules.length === 0) return `There is no alert ${what}.`
    if (what === STORM || what === ALL) this.#isRising = false
    for (const alert of this.#data.groups.flatMap(({ alerts }) => alerts))
      if (alert.endsAt === undefined && rules.some(({ id }) => id === alert.rule))
        alert.endsAt = this.#clock.now()
    this.#tellAll(rules)
    return undefined
  }

  /** What was sent under this number, as long as it is known. */
  body(n: number): Json | undefined {
    return this.#bodies.get(n)
  }

  /** Resolves when nothing is on its way; what is tried again later does not count. */
  async idle(): Promise<void> {
    await this.#storm
    while (this.#telling.size > 0) await Promise.race(this.#telling.values())
  }

  shown(): Alerting {
    const firing = new Map(
      this.#data.groups
        .flatMap(({ alerts }) => alerts)
        .filter(({ endsAt }) => endsAt === undefined)
        .map(({ rule, startsAt }) => [rule, startsAt]),
    )
    const inStorm = STORM_RULES.flatMap(({ id }) => firing.get(id) ?? [])
    return {
      receiver: this.#receiver.url('alertmanager') ?? '',
      rules: RULES.map(({ id, alertname, level, summary, labels, by }) => {
        const since = firing.get(id)
        const rule = { id, alertname, level, summary, service: labels.service ?? '', by }
        return since === undefined ? rule : { ...rule, since }
      }),
      storm: { total: STORM_RULES.length, firing: inStorm.length },
      sent: this.#data.sent,
    }
  }

  data(): AlertingData {
    return this.#data
  }

  close(): void {
    this.#isClosed = true
  }

  #rules(what: string): readonly Rule[] {
    if (what === ALL) return [...ALL_RULES.values()]
    if (what === STORM) return STORM_RULES
    const rule = ALL_RULES.get(what)
    return rule === undefined ? [] : [rule]
  }

  #groupOf(rule: Rule): GroupRecord {
    const key = keyOf(rule)
    const known = this.#data.groups.find((group) => group.key === key)
    if (known !== undefined) return known
    const group: GroupRecord = { key, alerts: [] }
    this.#data.groups.push(group)
    return group
  }

  #tellAll(rules: readonly Rule[]): void {
    const keys = new Set(rules.map(keyOf))
    for (const group of this.#data.groups) if (keys.has(group.key)) this.#tell(group)
    this.#changed()
  }

  /** Tells what the receiver does not know yet, one notification of a group at a time. */
  #tell(group: GroupRecord): void {
    if (this.#telling.has(group.key)) return
    const telling = this.#toldAll(group).finally(() => this.#telling.delete(group.key))
    this.#telling.set(group.key, telling)
  }

  async #toldAll(group: GroupRecord, tries = 1, entry?: AlertSent): Promise<void> {
    let [sent, n] = [entry, tries]
    while (!this.#isClosed && group.alerts.length > 0 && stateOf(group) !== group.told?.what) {
      const url = this.#receiver.url(byOf(group))
      if (url === undefined) return this.#later(ALERT_RETRY_LONGEST_MS, group, sent, n)
      const what = stateOf(group)
      sent ??= this.#begun(group)
      const body = this.#render(group)
      this.#bodies.set(sent.n, body)
      const { token } = this.#receiver
      const taken = await post({ url, token, by: byOf(group) }, body, this.#clock)
      Object.assign(sent, {
        tries: n,
        answer: taken.answer,
        ms: taken.ms,
        state: taken.ok ? 'delivered' : 'refused',
      })
      if (!taken.ok) {
        if (taken.again) {
          sent.state = 'waiting'
          const wait = ALERT_RETRY_FIRST_MS * ALERT_RETRY_FACTOR ** (n - 1)
          this.#later(Math.min(wait, ALERT_RETRY_LONGEST_MS), group, sent, n + 1)
        } else this.#clock.after(ALERT_GROUP_INTERVAL_MS, () => this.#tell(group))
        return this.#changed()
      }
      group.told = { what, at: this.#clock.now() }
      this.#forgetOver(group, what)
      this.#changed()
      ;[sent, n] = [undefined, 1]
    }
    this.#repeatLater(group)
  }

  /** Real time, for it is the wire that failed; what has changed since goes out in its place. */
  #later(ms: number, group: GroupRecord, sent: AlertSent | undefined, tries: number): void {
    this.#clock.afterReal(ms, () => {
      if (this.#telling.has(group.key) || this.#isClosed) return
      const telling = this.#toldAll(group, tries, sent).finally(() => this.#telling.delete(group.key))
      this.#telling.set(group.key, telling)
    })
  }

  /** What still fires is told again every few hours, also when nothing has changed. */
  #repeatLater(group: GroupRecord): void {
    const { told } = group
    if (told === undefined || group.alerts.length === 0) return
    this.#clock.after(Math.max(0, told.at + ALERT_REPEAT_MS - this.#clock.now()), () => {
      if (group.told !== told || group.alerts.length === 0) return
      delete group.told
      this.#tell(group)
    })
  }

  /** An alert that is over has been told when it went out as being over. */
  #forgetOver(group: GroupRecord, what: string): void {
    const told = new Set(what.split(', '))
    group.alerts = group.alerts.filter(
      ({ rule, endsAt }) => endsAt === undefined || !told.has(`${rule} over`),
    )
    group.told = { what: stateOf(group), at: this.#clock.now() }
    if (group.alerts.length === 0) this.#data.groups = this.#data.groups.filter((one) => one !== group)
  }

  #begun(group: GroupRecord): AlertSent {
    const firing = group.alerts.filter(({ endsAt }) => endsAt === undefined)
    const rule = ALL_RULES.get(group.alerts[0]?.rule ?? '')
    const sent: AlertSent = {
      n: this.#data.next++,
      at: this.#clock.now(),
      by: byOf(group),
      title: rule === undefined ? '' : titleOf(rule),
      level: rule?.level ?? 'info',
      firing: firing.length,
      resolved: group.alerts.length - firing.length,
      tries: 1,
      state: 'sending',
    }
    this.#data.sent = [...this.#data.sent, sent].slice(-ALERTS_SENT_KEPT)
    for (const n of this.#bodies.keys()) if (n < (this.#data.sent[0]?.n ?? 0)) this.#bodies.delete(n)
    this.#changed()
    return sent
  }

  #render(group: GroupRecord): Json {
    const [alert] = group.alerts
    const rule = ALL_RULES.get(alert?.rule ?? '')
    if (rule?.by === 'uptime' && alert !== undefined) return checkReport(alert, rule, this.#url())
    return notification(group, (id) => ALL_RULES.get(id), {
      receiver: 'incident-bot',
      externalUrl: this.#url(),
    })
  }
}

/** What a group is called among what was sent. */
function titleOf(rule: Rule): string {
  return rule.groupBy === undefined ? rule.alertname : Object.values(groupLabels(rule)).join(' / ')
}

function keyOf(rule: Rule): string {
  return [rule.by, ...Object.values(groupLabels(rule))].join('/')
}

function byOf({ key }: GroupRecord): Rule['by'] {
  return key.startsWith('uptime/') ? 'uptime' : 'alertmanager'
}
