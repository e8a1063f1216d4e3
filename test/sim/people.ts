import { createHmac } from 'node:crypto'
import type { StatusPage } from '../../src/sandbox/outside-world.ts'
import type { Channel, Delivery, Json, Message, View, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { type Chance, chance } from './chance.ts'
import { isErrand } from './errands.ts'
import { choiceFor, elementsOf, type Found, fillIn } from './forms.ts'
import type { Journal } from './journal.ts'
import type { DirectMessage, Ledger } from './ledger.ts'
import type { Loop } from './loop.ts'
import type { Network } from './network.ts'
import { OnErrands } from './on-errands.ts'
import { BOT_URL, SIGNING_SECRET } from './parts.ts'
import { Phones } from './phones.ts'
import { MINUTE, nameOf, PEOPLE, type Plan, SECOND, type Step } from './plan.ts'
import { incoming, Outgoing } from './platform/http.ts'
import type { SwitchWatch } from './switch-watch.ts'

/** As far back as people look for something to press. */
const MESSAGES_SEEN = 12
const ALERTS_CHANNEL = 'ops-alerts'

/** The people of the workspace: they type, press and submit over its control interface, each in their own way. */
export class People {
  readonly #plan: Plan
  readonly #loop: Loop
  readonly #network: Network
  readonly #journal: Journal
  readonly #phones: Phones
  readonly #errands: OnErrands
  #settled = false
  acted = 0

  constructor(parts: {
    plan: Plan
    loop: Loop
    network: Network
    journal: Journal
    ledger: Ledger
    switches: SwitchWatch
  }) {
    this.#plan = parts.plan
    this.#loop = parts.loop
    this.#network = parts.network
    this.#journal = parts.journal
    const see = (as: string) => this.#see(as)
    const post = (where: string, body: object) => this.#post(where, body)
    this.#phones = new Phones({ ...parts, see, post })
    this.#errands = new OnErrands({ ...parts, see, post })
    parts.ledger.onDirectMessage = (message) => this.#reached(message)
    parts.ledger.onPaging = (stream) => this.#races(stream)
    parts.ledger.onRing = (key) => void this.#phones.ring(key)
  }

  /** From here on nobody starts anything new, but pages are answered still. */
  settle(): void {
    this.#settled = true
  }

  /** What the public sees now. */
  async page(): Promise<StatusPage | undefined> {
    return (await this.#see(PEOPLE[0]))?.statusPage
  }

  /** Slack asks the bot to reconnect one socket, as it does every few hours. */
  refreshSockets(): void {
    void this.#post('disconnect', { all: true })
  }

  take(step: Step): void {
    const act = () =>
      void this.#act(step, `${this.#plan.seed}/step ${step.id}`).then((did) =>
        this.#journal.story(`${step.id}: ${nameOf(step.as)} ${did}`),
      )
    act()
    if (step.twice !== undefined) this.#loop.after(step.twice, this.#loop.world, act)
  }

  async #act({ as, act }: Step, seed: string): Promise<string> {
    this.acted += 1
    const draw = chance(seed)
    if (isErrand(act)) return this.#errands.act(as, act, draw, seed)
    if (act.do === 'again') return this.#again()
    if (act.do === 'stale') return this.#stale(as, act.which)
    if (act.do === 'fire') return `sees ${act.what} fire${await this.#post('alert', { fire: act.what })}`
    if (act.do === 'calm') return `sees ${act.what} end${await this.#post('alert', { resolve: act.what })}`
    if (act.do === 'page-again') return `sends its last webhook again${await this.#post('page-again', {})}`
    if (act.do === 'phone') return this.#phones.press(as, act.which, act.how)
    const seen = await this.#see(as)
    if (!seen) return 'sees nothing'
    switch (act.do) {
      case 'command': {
        const answer = await this.#type(seen, as, act.text, act.where)
        return `types “${act.text}”${answer}`
      }
      case 'say':
        return `says “${act.text}”${await this.#type(seen, as, act.text, act.where)}`
      case 'press':
        return this.#press(as, pressable(seen, act.among), act.which, draw)
      case 'press-line':
        return this.#pressLine(as, seen, act, draw)
      case 'submit':
        return this.#submitSomebodys(as, seen, draw)
      case 'close':
        return seen.views.length > 0
          ? `closes a form${await this.#post('close', { as })}`
          : 'has nothing to close'
      case 'react':
        return this.#onMessage(seen, act.which, 'reacts to', (channel, ts) =>
          this.#post('react', { as, channel, ts, name: 'pushpin' }),
        )
      case 'edit':
        return this.#onMessage(
          seen,
          act.which,
          'edits',
          (channel, ts) => this.#post('edit', { as, channel, ts, text: act.text }),
          ({ user, subtype }) => user === as && subtype === undefined,
        )
      case 'home':
        return `opens the home page${await this.#post('home', { as })}`
      case 'press-home':
        return this.#pressHome(as, seen.home, act.which, draw)
      case 'shortcut':
        return this.#shortcut(seen, as, act)
    }
  }

  async #type(seen: WorkspaceState, as: string, text: string, where: number): Promise<string> {
    const channels = seen.channels.filter(
      ({ isMember, archived, kind }) => isMember && !archived && kind !== 'im',
    )
    const own = channels.filter(({ name }) => /^inc-/.test(name))
    const room = channels.find(({ name }) => name === 'incident-room')
    const channel = (where > 0.65 ? own[Math.floor(((where - 0.65) / 0.35) * own.length)] : undefined) ?? room
    return channel ? this.#post('type', { as, channel: channel.id, text }) : ' nowhere'
  }

  async #press(
    as: string,
    all: { place: Json; found: Found }[],
    which: number,
    draw: Chance,
  ): Promise<string> {
    const one = all[Math.floor(which * all.length)]
    if (!one) return 'finds nothing to press'
    const value = choiceFor(one.found.element, draw)
    const body = {
      as,
      ...one.place,
      actionId: one.found.element.action_id,
      blockId: one.found.blockId,
      ...value,
    }
    return `presses ${String(one.found.element.action_id)}${await this.#post('click', body)}`
  }

  /** On a line in the channel of alerts; the form that it may open is filled in soon after. */
  async #pressLine(
    as: string,
    seen: WorkspaceState,
    { which, among }: { which: number; among: number },
    draw: Chance,
  ): Promise<string> {
    const channel = seen.channels.find(({ name }) => name === ALERTS_CHANNEL)
    const lines = channel?.messages.filter(({ attachments }) => attachments.length > 0) ?? []
    const line = lines.at(-1 - Math.floor(among * Math.min(lines.length, 5)))
    if (!channel || !line) return 'sees no alert'
    const did = await this.#press(as, pressableIn(channel.id, line), which, draw)
    this.#loop.after(draw.int(1, 30) * SECOND, this.#loop.world, () => void this.#fill(as, draw))
    return did
  }

  /** Somebody who is at it already acknowledges while the page is on its way. */
  #races(stream: string): void {
    if (!this.#plan.racing || this.#settled) return
    const draw = chance(`${this.#plan.seed}/races ${stream} ${this.#loop.now}`)
    if (draw.odds(0.5)) return
    const as = draw.pick(PEOPLE)
    this.#loop.after(draw.int(0, 40), this.#loop.world, async () => {
      const seen = await this.#see(as)
      if (!seen) return
      const did = stream.startsWith('INC-')
        ? await this.#type(seen, as, `/incident ack ${stream}`, 0)
        : await this.#press(as, acknowledgeOf(seen, stream), 0, draw)
      this.#journal.story(`   ${nameOf(as)} acknowledges ${stream} while a page goes out: ${did}`)
    })
  }

  async #pressHome(as: string, home: View | undefined, which: number, draw: Chance): Promise<string> {
    const all = elementsOf((home?.view.blocks as Json[]) ?? []).map((found) => ({
      place: { home: true },
      found,
    }))
    return this.#press(as, all, which, draw)
  }

  /** Whoever it falls to, or else somebody who has a form open. */
  async #submitSomebodys(as: string, seen: WorkspaceState, draw: Chance): Promise<string> {
    const view = seen.views.at(-1)
    if (view) return this.#submit(as, view, draw)
    for (const other of PEOPLE) {
      const theirs = (await this.#see(other))?.views.at(-1)
      if (theirs) return `leaves it to ${nameOf(other)}, who ${await this.#submit(other, theirs, draw)}`
    }
    return 'has no form open'
  }

  async #submit(as: string, view: View | undefined, draw: Chance): Promise<string> {
    if (!view) return 'has no form open'
    const inputs = elementsOf(view.view.blocks as Json[])
    if (view.view.submit === undefined || draw.odds(0.25)) {
      const all = inputs.map((found) => ({ place: { viewId: view.id }, found }))
      return this.#press(as, all, draw.next(), draw)
    }
    const values = fillIn(view.view.blocks as Json[], draw)
    return `submits ${String(view.view.callback_id)}${await this.#post('submit', { as, values })}`
  }

  async #onMessage(
    seen: WorkspaceState,
    which: number,
    verb: string,
    act: (channel: string, ts: string) => Promise<string>,
    suits: (message: Message) => boolean = () => true,
  ): Promise<string> {
    const all = seen.channels
      .filter(({ isMember, kind }) => isMember && kind !== 'im')
      .flatMap(({ id, messages }) =>
        messages
          .filter(suits)
          .slice(-4)
          .map(({ ts }) => ({ id, ts })),
      )
    const one = all[Math.floor(which * all.length)]
    return one
      ? `${verb} a message${await act(one.id, one.ts)}`
      : `has no message that ${verb.split(' ')[0]} suits`
  }

  async #shortcut(
    seen: WorkspaceState,
    as: string,
    { which, message }: { which: number; message: number },
  ): Promise<string> {
    const { shortcuts } = seen.app
    const shortcut = shortcuts[Math.floor(which * shortcuts.length)]
    if (!shortcut) return 'finds no shortcut'
    const { callbackId } = shortcut
    if (shortcut.type === 'global')
      return `uses ${callbackId}${await this.#post('shortcut', { as, callbackId })}`
    return this.#onMessage(seen, message, `uses ${callbackId} on`, (channel, ts) =>
      this.#post('shortcut', { as, callbackId, channel, ts }),
    )
  }

  /** Slack, or a proxy, delivers something once more. */
  async #again(): Promise<string> {
    const answer = await this.#ask('POST', 'redeliver', {})
    return `: the last delivery comes again${said(answer)}`
  }

  /** Presses what an old copy of a message shows: what was pressed once before, by whoever it is now. */
  async #stale(as: string, which: number): Promise<string> {
    const { body } = await this.#ask('GET', 'deliveries')
    const pressed = (body as Delivery[]).filter(({ payload }) => payload.type === 'block_actions')
    const one = pressed[Math.floor(which * pressed.length)]
    if (!one) return 'has nothing old to press'
    const payload = {
      ...one.payload,
      user: { ...(one.payload.user as Json), id: as },
      trigger_id: `${Math.floor(which * 1e9)}.stale.${this.#loop.now}`,
    }
    const text = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    const timestamp = String(Math.floor(this.#loop.now / SECOND))
    const digest = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${text}`).digest('hex')
    const [action] = one.payload.actions as Json[]
    const line = `presses ${String(action?.action_id)} on an old copy`
    if (this.#plan.mode === 'socket') return 'would press an old copy'
    return this.#network
      .fetch(this.#loop.world, new URL(`${BOT_URL}/slack/events`), {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${digest}`,
        },
        body: text,
        signal: AbortSignal.timeout(3 * SECOND),
      })
      .then(
        ({ status }) => `${line} → ${status}`,
        () => `${line} → no answer`,
      )
  }

  /** Somebody got a direct message of the bot's: what they do with it is their habit. */
  #reached({ user, channel, ts }: DirectMessage): void {
    const habit = this.#plan.habits[user]
    if (habit === undefined || habit === 'absent') return
    const draw = chance(`${this.#plan.seed}/habit ${user} ${ts}`)
    if (draw.odds(0.2)) return // asleep after all
    const after = habit === 'slow' ? draw.int(3, 16) * MINUTE : draw.int(2, 70) * SECOND
    const press = (which: number) => void this.#answer(user, { channel, ts }, which, draw)
    const { world } = this.#loop
    this.#loop.after(after, world, () => press(habit === 'contradicting' ? draw.next() : 0))
    if (habit === 'double-tapping') this.#loop.after(after + draw.int(30, 500), world, () => press(0))
    if (habit === 'contradicting')
      this.#loop.after(after + draw.int(1, 30) * SECOND, world, () => press(draw.next()))
  }

  async #answer(as: string, { channel, ts }: { channel: string; ts: string }, which: number, draw: Chance) {
    if (this.#settled && draw.odds(0.5)) return
    const seen = await this.#see(as)
    const message = seen?.channels.find(({ id }) => id === channel)?.messages.find((each) => each.ts === ts)
    if (!message) return
    const did = await this.#press(as, pressableIn(channel, message), which, draw)
    this.#journal.story(`   ${nameOf(as)}, reached directly, ${did}`)
    if (draw.odds(0.6))
      this.#loop.after(draw.int(2, 60) * SECOND, this.#loop.world, () => void this.#fill(as, draw))
  }

  /** A button of the message may have opened a form. */
  async #fill(as: string, draw: Chance): Promise<void> {
    const view = (await this.#see(as))?.views.at(-1)
    if (view) this.#journal.story(`   ${nameOf(as)} ${await this.#submit(as, view, draw)}`)
  }

  async #see(as: string): Promise<WorkspaceState | undefined> {
    const { status, body } = await this.#ask('GET', `state?as=${as}`)
    return status === 200 ? (body as WorkspaceState) : undefined
  }

  async #post(where: string, body: object): Promise<string> {
    return said(await this.#ask('POST', where, body))
  }

  /** Straight to the workspace: people sit in front of it, no network is in between. */
  #ask(method: 'GET' | 'POST', where: string, body?: object): Promise<{ status: number; body: unknown }> {
    const listener = this.#network.servers.get('127.0.0.1:4000')
    return new Promise((resolve) => {
      const headers = { 'content-type': 'application/json', host: '127.0.0.1:4000' }
      const text = body ? JSON.stringify(body) : ''
      const request = incoming({ method, url: `/sandbox/${where}`, headers, body: text }, () => undefined)
      const done = ({ status, body: answer }: { status: number; body: string | Buffer }) =>
        resolve({ status, body: JSON.parse(answer.toString() || '{}') })
      listener?.(request, new Outgoing(done))
    })
  }
}

function pressable(seen: WorkspaceState, among: number): { place: Json; found: Found }[] {
  const channels = seen.channels.filter(({ isMember }) => isMember)
  // The newest first: that is where people look.
  const order = channels.toSorted((one, other) => newest(other) - newest(one))
  const channel = order[Math.floor(among * Math.min(order.length, 4))]
  if (!channel) return []
  return channel.messages.slice(-MESSAGES_SEEN).flatMap((message) => pressableIn(channel.id, message))
}

/** The button of an alert's line by which it is acknowledged. */
function acknowledgeOf({ channels }: WorkspaceState, line: string): { place: Json; found: Found }[] {
  return channels.flatMap(({ id, messages }) =>
    messages
      .flatMap((message) => pressableIn(id, message))
      .filter(({ found: { element } }) => {
        const { action_id, value } = element
        return action_id === 'alert.acknowledge' && String(value).startsWith(`${line} `)
      }),
  )
}

function newest({ messages }: Channel): number {
  return Number(messages.at(-1)?.ts ?? 0)
}

function pressableIn(channel: string, message: Message): { place: Json; found: Found }[] {
  const attached = message.attachments.flatMap(({ blocks }) => (blocks as Json[] | undefined) ?? [])
  return elementsOf([...message.blocks, ...attached]).map((found) => ({
    place: { channel, ts: message.ts },
    found,
  }))
}

function said({ status, body }: { status: number; body: unknown }): string {
  const { error, ephemeral, ok } = body as { error?: string; ephemeral?: Message[]; ok?: boolean }
  if (status !== 200 || error !== undefined) return ` → ${(error ?? `status ${status}`).slice(0, 160)}`
  const told = ephemeral?.map(({ text }) => text).join(' ')
  return told ? ` → “${told.replace(/\s+/g, ' ').slice(0, 160)}”` : ok === false ? ' → not taken' : ''
}
