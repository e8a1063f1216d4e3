import Sqlite from 'better-sqlite3'
import { LANES } from '../../src/core/decider.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Climber } from '../../src/core/ladder/climber.ts'
import { isOpen, runNumbered } from '../../src/core/ladder/runs.ts'
import { ANSWER_BUDGET_MS } from '../../src/slack/deadline.ts'
import type { Journal } from './journal.ts'
import type { Passing, Watcher } from './network.ts'
import { WORKSPACE_URL } from './parts.ts'
import { looksOn } from './platform/disk.ts'
import type { Answered } from './platform/http.ts'
import { type Signal, signalsIn } from './signals.ts'

export type DirectMessage = { user: string; channel: string; ts: string }
/** A message as Slack has it, with the effect that it was posted for. */
export type Posted = {
  channel: string
  ts: string
  key: string
  kind: string
  stream: string
  args: Args
  /** The life of the bot that said it. */
  by: string
  /** Of the effect, while it was owed. */
  lane: number | undefined
}
type Args = Record<string, string>
type Effect = { kind: string; stream: string; args: string; lane: number }
type Ack = { committed: boolean; told: string; at: number }

const HOST = new URL(WORKSPACE_URL).host
const PAGE = LANES.indexOf('page')
const EVENTS_PATH = '/v2/enqueue'
/** The client's own repetitions of a refused event come within moments. */
const REPEATED_WITHIN_MS = 1_000
export const PAGE_KINDS = new Set(['slack.page', 'slack.call-for-help'])

/**
 * Watches the wire and the committed database from outside of the bot, and says at once when something passes that
 * must not.
 */
export class Ledger implements Watcher {
  readonly #file: string
  readonly #now: () => number
  readonly #journal: Journal
  readonly #violated: (what: string, shows: string) => void
  #database: Sqlite.Database | undefined
  readonly posted = new Map<string, Posted>()
  readonly byKey = new Map<string, Posted[]>()
  readonly #opened = new Map<string, string>()
  readonly channels: { id: string; name: string }[] = []
  readonly acks = new Map<string, Ack>()
  /** When PagerDuty was last asked to page for a key while somebody was waited for. */
  readonly #rang = new Map<string, number>()
  /** Until when an effect may not be tried again by this process. */
  readonly #held = new Map<string, number>()
  readonly clockJumps: boolean
  calls = 0
  onDirectMessage: (message: DirectMessage) => void = () => undefined
  /** PagerDuty has taken an event in that makes phones ring. */
  onRing: (key: string) => void = () => undefined
  /** A page of a stream is about to go out: its direct message is being opened. */
  onPaging: (stream: string) => void = () => undefined
  /** Who else looks at what passes. */
  readonly others: Pick<Watcher, 'leaves' | 'accepted'>[] = []
  /** What monitoring was told is stored. */
  readonly signals: Signal[] = []

  constructor(parts: {
    file: string
    now: () => number
    journal: Journal
    violated: (what: string, shows: string) => void
    /** Whether the bot's clock may be set in between: then its seconds are not ours. */
    clockJumps: boolean
  }) {
    this.clockJumps = parts.clockJumps
    this.#file = parts.file
    this.#now = parts.now
    this.#journal = parts.journal
    this.#violated = parts.violated
  }

  /** What is committed, as the file has it now. */
  rows<T>(sql: string, ...values: unknown[]): T[] {
    if (!this.#database) {
      this.#database = new Sqlite(this.#file, { readonly: true, fileMustExist: true })
      looksOn(this.#database)
    }
    return this.#database.prepare(sql).all(...values) as T[]
  }

  close(): void {
    this.#database?.close()
  }

  limited({ body, owner }: Passing, seconds: number): void {
    const key = keyIn(argsOf(body))
    if (key !== undefined) this.#held.set(`${owner.name} ${key}`, this.#now() + seconds * 1_000)
  }

  leaves(passing: Passing): void {
    for (const other of this.others) other.leaves(passing)
    const { url, body, owner } = passing
    if (url.pathname === EVENTS_PATH) this.#mayRing(argsOf(body))
    const method = methodOf(url)
    if (method === undefined) return
    const args = argsOf(body)
    const key = keyIn(args)
    this.#journal.detail(`${owner.name} asks ${method} ${key ?? args.channel ?? args.users ?? ''}`)
    if (method === 'conversations.open') {
      const [paging] = this.rows<{ stream: string }>(
        `select stream from outbox where kind = 'slack.page' and status = 'sending' order by position`,
      )
      if (paging) this.onPaging(paging.stream)
    }
    if (method !== 'chat.postMessage' || key === undefined) return
    this.#mayLeave(key)
    if (this.#now() < (this.#held.get(`${owner.name} ${key}`) ?? 0) && !this.clockJumps)
      this.#violated('asked again sooner than Slack said', `${key} by ${owner.name}`)
  }

  /** A page goes out only while it is committed as waiting for an answer. */
  #mayLeave(key: string): void {
    const effect = this.#effectOf(key)
    if (effect?.kind !== 'slack.page') return
    const { run } = JSON.parse(effect.args) as { run: number }
    const state = this.stateOf<Incident>(effect.stream)
    const known = state && runNumbered(state, run)
    if (known && !isOpen(known))
      this.#violated(
        'a page after it was answered',
        `${key} leaves, and run ${run} ended by ${known.end?.how}`,
      )
  }

  /**
   * As a page, unless PagerDuty may have it already and has to be told so under its key. The client repeats what is
   * refused for its rate by itself, three times within moments, also when it is answered in between.
   */
  #mayRing({ event_action, dedup_key = '' }: Args): void {
    const [, stream = '', number] = /:([A-Z]+-\d+):(\d+)(?:\.\d+)?$/.exec(dedup_key) ?? []
    if (event_action !== 'trigger' || number === undefined) return
    this.#journal.detail(`PagerDuty is asked to page for ${dedup_key}`)
    const run = Number(number)
    const [tried] = this.rows<{ maybe_sent: number }>(
      `select max(maybe_sent) as maybe_sent from outbox
       where kind = 'pagerduty.trigger' and stream = ? and json_extract(args, '$.run') = ?`,
      stream,
      run,
    )
    const state = this.stateOf<Climber>(stream)
    const known = state && runNumbered(state, run)
    const isRepeated =
      this.#now() - (this.#rang.get(dedup_key) ?? Number.NEGATIVE_INFINITY) < REPEATED_WITHIN_MS
    if (known && !isOpen(known) && !tried?.maybe_sent && !isRepeated)
      this.#violated('a page after it was answered', `${dedup_key} goes to PagerDuty, and run ${run} is over`)
    if (known && isOpen(known)) this.#rang.set(dedup_key, this.#now())
  }

  accepted(passing: Passing, answered: Answered): void {
    for (const other of this.others) other.accepted(passing, answered)
    const { url, body, owner } = passing
    if (url.pathname === EVENTS_PATH && answered.status === 202) {
      const { event_action, dedup_key = '' } = argsOf(body)
      this.#journal.detail(`PagerDuty takes ${event_action} ${dedup_key}`)
      if (event_action === 'trigger') this.onRing(dedup_key)
    }
    const method = methodOf(url)
    if (method === undefined) return
    this.calls += 1
    const answer = JSON.parse(answered.body.toString() || '{}') as { ok: boolean; error?: string } & Record<
      string,
      unknown
    >
    const args = argsOf(body)
    this.#journal.detail(
      `Slack ${answer.ok ? 'did' : `refused (${answer.error})`} ${method} ${keyIn(args) ?? args.channel ?? ''} of ${owner.name}`,
    )
    if (!answer.ok) return
    if (method === 'conversations.open')
      this.#opened.set((answer.channel as { id: string }).id, args.users ?? '')
    if (method === 'conversations.create') this.#opensChannel(answer.channel as { id: string; name: string })
    if (method === 'chat.postMessage')
      this.#posts(args, { channel: String(answer.channel), ts: String(answer.ts), by: owner.name })
    if (method === 'chat.update') this.#updates(args)
    if (method === 'chat.delete') this.posted.delete(`${args.channel}:${args.ts}`)
  }

  #opensChannel({ id, name }: { id: string; name: string }): void {
    this.channels.push({ id, name })
    const number = /^inc-(\d+)-/.exec(name)?.[1]
    const same = this.channels.filter((each) => each.name.startsWith(`inc-${number}-`))
    if (number !== undefined && same.length > 1)
      this.#violated('more than one channel for one incident', same.map((each) => each.name).join(' '))
  }

  #posts(args: Args, { channel, ts, by }: Pick<Posted, 'channel' | 'ts' | 'by'>): void {
    const user = this.#opened.get(channel)
    if (user !== undefined && args.thread_ts === undefined) this.onDirectMessage({ user, channel, ts })
    const key = keyIn(args)
    if (key === undefined) return
    const effect = this.#effectOf(key)
    const kind = effect?.kind ?? 'settled'
    const posted = { channel, ts, key, kind, stream: key.split(':')[0] ?? '', args, by, lane: effect?.lane }
    this.posted.set(`${channel}:${ts}`, posted)
    // One effect may ask several people; each of them once.
    const place = `${key} ${channel}`
    const before = this.byKey.get(place) ?? []
    this.byKey.set(place, [...before, posted])
    // Whatever wakes people does not wait for what a dead process sent, which may arrive last.
    if (before.some((each) => each.lane === PAGE && each.by !== by)) return
    if (effect === undefined) this.#violated('something is sent that is not owed', `${key} in ${channel}`)
    // For a page twice is better than never.
    if (before.length > 0 && !PAGE_KINDS.has(kind))
      this.#violated('said twice', `${kind} ${key} in ${channel}`)
    if (kind === 'slack.post-card') this.#oneCard(posted)
  }

  #oneCard({ stream }: Posted): void {
    const cards = [...this.posted.values()].filter(
      (each) => each.stream === stream && each.kind === 'slack.post-card',
    )
    if (cards.length > 1)
      this.#violated('more than one card for one incident', cards.map(({ key }) => key).join(' '))
  }

  #updates(args: Args): void {
    const known = this.posted.get(`${args.channel}:${args.ts}`)
    if (known) known.args = { ...known.args, ...args }
  }

  #effectOf(key: string): Effect | undefined {
    return this.rows<Effect>('select kind, stream, args, lane from outbox where key = ?', key)[0]
  }

  answers({ body, url }: Passing, answered: Answered, tookMs: number): void {
    if (url.pathname.startsWith('/hooks/')) {
      this.#journal.detail(`${url.pathname} is answered ${answered.status}`)
      if (answered.status === 202) this.signals.push(...signalsIn(url.pathname, body.toString()))
      return
    }
    const request = requestIn(body.toString())
    if (request === undefined || answered.status !== 200) return
    // Slack waits no longer: the person is told that it is being worked on, and hears later what became of it.
    if (tookMs >= ANSWER_BUDGET_MS) return
    const told = answered.body.toString()
    const committed = this.isCommitted(request)
    const before = this.acks.get(request)
    this.acks.set(request, { committed: committed || (before?.committed ?? false), told, at: this.#now() })
    if (told.includes('*not recorded*') && committed)
      this.#violated('said to be not recorded, and is recorded', request)
  }

  isCommitted(request: string): boolean {
    return this.rows('select 1 from inbox where instr(key, ?) > 0', request).length > 0
  }

  stateOf<State>(stream: string): State | undefined {
    const [row] = this.rows<{ state: string }>('select state from streams where id = ?', stream)
    return row && (JSON.parse(row.state) as State)
  }

  statesOf<State>(kind: 'incident' | 'alert' | 'switch'): State[] {
    return this.rows<{ state: string }>('select state from streams where kind = ? order by number', kind).map(
      ({ state }) => JSON.parse(state) as State,
    )
  }

  /** What is owed and what is due; a line each. */
  whatIsLeft(now: number): string[] {
    const owed = this.rows<{
      key: string
      kind: string
      why: string | null
      status: string
      not_before: number
    }>(`select key, kind, why, status, not_before from outbox where status <> 'parked'`)
    const due = this.rows<{ stream: string; name: string }>(
      'select stream, name from timers where due <= ?',
      now,
    )
    return [
      ...owed.map(
        ({ key, kind, why, status, not_before }) =>
          `${status}: ${kind} ${key} (${why ?? 'new'}; not before ${Math.round((not_before - now) / 1000)} s)`,
      ),
      ...due.map(({ stream, name }) => `due: ${name} of ${stream}`),
    ]
  }
}

function methodOf(url: URL): string | undefined {
  return url.host === HOST && url.pathname.startsWith('/api/')
    ? url.pathname.slice('/api/'.length)
    : undefined
}

function argsOf(body: string | Buffer): Args {
  const text = body.toString()
  if (text.startsWith('{')) return JSON.parse(text) as Args
  return Object.fromEntries(new URLSearchParams(text))
}

function keyIn({ metadata }: Args): string | undefined {
  if (typeof metadata !== 'string') return undefined
  const { event_payload } = JSON.parse(metadata) as { event_payload?: { key?: string } }
  return event_payload?.key
}

/** By which a request of Slack's is known in the inbox: its trigger, or the view with its hash. */
function requestIn(body: string): string | undefined {
  const form = new URLSearchParams(body)
  const payload = form.get('payload')
  if (payload === null) return form.get('trigger_id') ?? undefined
  const { type, trigger_id, view } = JSON.parse(payload) as {
    type: string
    trigger_id?: string
    view?: { id: string; hash: string }
  }
  if (type === 'view_submission') return view && `${view.id}:${view.hash}`
  return type === 'block_actions' ? trigger_id : undefined
}
