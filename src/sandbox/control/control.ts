import type { z } from 'zod'
import { Impossible, personOf, type Stage } from '../acts/acting.ts'
import { alertSent, fireOrResolve } from '../acts/alerting.ts'
import { removeFile, upload } from '../acts/attaching.ts'
import { click, options } from '../acts/clicking.ts'
import { deploy, removeWindow } from '../acts/deploying.ts'
import {
  changeChannel,
  changeGroup,
  changePerson,
  join,
  leave,
  openDm,
  openHome,
  react,
  read,
  shortcut,
} from '../acts/elsewhere.ts'
import { answerPage } from '../acts/phoning.ts'
import { markMailRead, readCanvas, readFile, readMailbox } from '../acts/reading.ts'
import { changeStatusPage } from '../acts/status-paging.ts'
import { close, submit } from '../acts/submitting.ts'
import { edit, type } from '../acts/typing.ts'
import { coverage } from '../coverage.ts'
import type { SocketTransport } from '../deliver-socket.ts'
import { type Faults, readFaults } from '../faults.ts'
import type { Journal } from '../journal.ts'
import { present } from '../json.ts'
import { QUIET_WAIT_MS } from '../limits.ts'
import type { PagerDuty } from '../pagerduty/server.ts'
import { SLACKBOT } from '../people.ts'
import { type Outside, stateFor } from '../shown.ts'
import type { Workspace } from '../workspace.ts'
import { REQUESTS } from './requests.ts'

export type ControlAnswer = { status: number; body: unknown }

const MS_PER_MINUTE = 60_000

export type ControlGiven = {
  stage: Stage
  sockets: SocketTransport
  faults: Faults
  journal: Journal
  onAdvance: ((clockOffsetMs: number) => Promise<void>) | undefined
  onQuiet: (() => Promise<void>) | undefined
  pagerduty: PagerDuty | undefined
  outside: Outside
}

/** The control interface: what people in the workspace do, and what a test does to the workspace. */
export class Control {
  readonly #given: ControlGiven
  readonly #gets: Record<string, (query: URLSearchParams) => unknown>
  readonly #posts: Record<string, (body: unknown) => unknown>

  constructor(given: ControlGiven) {
    this.#given = given
    this.#gets = this.#reads()
    this.#posts = { ...this.#acts(), ...this.#levers() }
  }

  async answer(method: string, name: string, query: URLSearchParams, body: unknown): Promise<ControlAnswer> {
    const table = method === 'GET' ? this.#gets : this.#posts
    if (!Object.hasOwn(table, name)) {
      const exists = Object.hasOwn(this.#gets, name) || Object.hasOwn(this.#posts, name)
      const error = exists ? `/sandbox/${name} is not a ${method}.` : `There is no /sandbox/${name}.`
      return { status: exists ? 405 : 404, body: { error } }
    }
    return await answering(() => (method === 'GET' ? this.#gets[name]?.(query) : this.#posts[name]?.(body)))
  }

  /** A person's file: its name and owner in the query, its bytes as the body. */
  async upload(query: URLSearchParams, bytes: Buffer): Promise<ControlAnswer> {
    const { workspace } = this.#given.stage
    return await answering(() =>
      reading(REQUESTS.upload, (act) => upload(workspace, { ...act, bytes }))(Object.fromEntries(query)),
    )
  }

  #reads(): Record<string, (query: URLSearchParams) => unknown> {
    const { stage, journal, sockets, outside } = this.#given
    return {
      state: (query) => {
        const me = personOf(stage.workspace, query.get('as') ?? firstPerson(stage.workspace))
        const app = { connected: stage.deliveries.connected(), sockets: sockets.count() }
        return stateFor(stage.workspace, me, app, outside)
      },
      file: (query) => readFile(stage.workspace, query.get('as') ?? '', query.get('id') ?? ''),
      canvas: (query) => readCanvas(stage.workspace, query.get('as') ?? '', query.get('id') ?? ''),
      mail: (query) => readMailbox(stage.workspace, query.get('id') ?? ''),
      'alert-sent': (query) => alertSent(stage.workspace, Number(query.get('n'))),
      record: () => journal.calls(),
      deliveries: () => journal.deliveries(),
      coverage: () => coverage(),
    }
  }

  #acts(): Record<string, (body: unknown) => unknown> {
    const { stage } = this.#given
    const { workspace } = stage
    return {
      type: reading(REQUESTS.type, (act) => type(stage, present(act))),
      click: reading(REQUESTS.click, (act) => click(stage, present(act))),
      submit: reading(REQUESTS.submit, (act) => submit(stage, present(act))),
      close: reading(REQUESTS.close, (act) => close(stage, present(act))),
      react: reading(REQUESTS.react, (act) => react(workspace, present(act))),
      edit: reading(REQUESTS.edit, (act) => edit(workspace, act)),
      shortcut: reading(REQUESTS.shortcut, (act) => shortcut(stage, present(act))),
      'delete-file': reading(REQUESTS.deleteFile, (act) => removeFile(workspace, act.as, act.file)),
      home: reading(REQUESTS.home, (act) => openHome(workspace, act.as)),
      read: reading(REQUESTS.inChannel, (act) => read(workspace, act.as, act.channel)),
      join: reading(REQUESTS.inChannel, (act) => join(workspace, act.as, act.channel)),
      leave: reading(REQUESTS.inChannel, (act) => leave(workspace, act.as, act.channel)),
      'open-dm': reading(REQUESTS.openDm, (act) => openDm(workspace, act.as, act.with)),
      options: reading(REQUESTS.options, ({ action_id, block_id, view_id, ...act }) =>
        options(stage, present({ ...act, actionId: action_id, blockId: block_id, viewId: view_id })),
      ),
      channel: reading(REQUESTS.channel, (act) => changeChannel(workspace, present(act))),
      person: reading(REQUESTS.person, ({ person, ...changes }) =>
        changePerson(workspace, person, present(changes)),
      ),
      deploy: reading(REQUESTS.deploy, (act) => deploy(workspace, act.as, act.application)),
      'remove-window': reading(REQUESTS.removeWindow, (act) =>
        removeWindow(workspace, act.as, act.project, act.description),
      ),
      'status-page': reading(REQUESTS.statusPage, (act) => changeStatusPage(workspace, present(act))),
      alert: reading(REQUESTS.alert, (act) => fireOrResolve(workspace, act)),
      'read-mail': reading(REQUESTS.mail, (act) => markMailRead(workspace, act.id)),
      phone: reading(REQUESTS.phone, (act) => answerPage(workspace, this.#given.pagerduty, act)),
      group: reading(REQUESTS.group, (act) => changeGroup(workspace, act.group, act.users)),
    }
  }

  #levers(): Record<string, (body: unknown) => unknown> {
    const { sockets, faults, stage } = this.#given
    return {
      advance: reading(REQUESTS.advance, (act) => this.#advance(act.minutes)),
      faults: (body) => {
        const read = readFaults(body)
        if (typeof read === 'string') throw new Impossible(read)
        faults.replace(read)
      },
      plan: reading(REQUESTS.plan, (plan) => {
        stage.workspace.plan = plan
        stage.workspace.changed()
      }),
      disconnect: reading(REQUESTS.disconnect, (act) => {
        const hard = act.hard === true
        sockets.disconnect({ reason: act.reason ?? 'refresh_requested', hard, all: act.all ?? hard })
      }),
      redeliver: reading(REQUESTS.redeliver, async (act) => {
        const again = stage.deliveries.again(act.delivery)
        if (!again) throw new Impossible('Nothing like that was delivered.', 404)
        await again
      }),
      'page-again': reading(REQUESTS.nothing, async () => {
        if (!(await this.#given.pagerduty?.again()))
          throw new Impossible('PagerDuty has sent nothing yet.', 404)
      }),
      quiet: reading(REQUESTS.nothing, () => this.#quiet()),
    }
  }

  async #advance(minutes: number): Promise<{ now: number }> {
    const { workspace } = this.#given.stage
    // What the bot has begun belongs before the jump: to a delivery, it would be minutes without an answer.
    await this.#given.onQuiet?.()
    workspace.clock.advance(minutes * MS_PER_MINUTE)
    workspace.changed()
    await this.#given.onAdvance?.(workspace.clock.offsetMs)
    return { now: workspace.now() }
  }

  /** The app may post because of what it was sent, and be sent what it posted: both must be still. */
  async #quiet(): Promise<void> {
    const { deliveries, workspace } = this.#given.stage
    const still = async () => {
      let seen: number
      do {
        seen = workspace.version
        await workspace.alerts?.idle()
        await deliveries.quiet()
        await this.#given.pagerduty?.quiet()
        await this.#given.onQuiet?.()
        await this.#given.pagerduty?.quiet()
        await deliveries.quiet()
      } while (workspace.version !== seen)
      return true
    }
    const late = workspace.clock.pauseReal(QUIET_WAIT_MS).then(() => false)
    if (!(await Promise.race([still(), late]))) throw new Impossible('The bot is still busy.', 504)
  }
}

async function answering(run: () => unknown): Promise<ControlAnswer> {
  try {
    return { status: 200, body: (await run()) ?? {} }
  } catch (error) {
    if (error instanceof Impossible) return { status: error.status, body: { error: error.message } }
    throw error
  }
}

/** Who one is when one does not say. */
function firstPerson(workspace: Workspace): string {
  const someone = [...workspace.people.values()].find(
    ({ id, isBot, isGuest, deleted }) => id !== SLACKBOT.id && !isBot && !isGuest && !deleted,
  )
  return someone?.id ?? ''
}

/** Reads the body by its schema; a mistake is told with its place. */
function reading<S extends z.ZodType>(
  schema: S,
  act: (request: z.infer<S>) => unknown,
): (body: unknown) => unknown {
  return (body) => {
    const parsed = schema.safeParse(body)
    if (parsed.success) return act(parsed.data)
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    throw new Impossible(
      `${where === '' ? 'The request' : `\`${where}\``}: ${issue?.message ?? 'is not valid'}.`,
    )
  }
}
