import type { Json, View, WorkspaceState } from '../../src/sandbox/protocol.ts'
import type { Chance } from './chance.ts'
import type { Errand } from './errands.ts'
import { elementsOf } from './forms.ts'
import type { Journal } from './journal.ts'
import type { Loop } from './loop.ts'
import { nameOf, SECOND } from './plan.ts'
import type { SwitchWatch } from './switch-watch.ts'

type Given = {
  loop: Loop
  journal: Journal
  switches: SwitchWatch
  see(as: string): Promise<WorkspaceState | undefined>
  post(where: string, body: object): Promise<string>
}
type Tell = Extract<Errand, { do: 'tell' }>
type OnPage = Extract<Errand, { do: 'page-by-hand' }>

/** Whoever goes about something that takes more than one press, or does it where the bot does not see it. */
export class OnErrands {
  readonly #given: Given

  constructor(given: Given) {
    this.#given = given
  }

  async act(as: string, errand: Errand, draw: Chance, seed: string): Promise<string> {
    switch (errand.do) {
      case 'tell':
        return this.#tells(as, errand, draw)
      case 'tell-again':
        return this.#tellsAgain(as, errand.which, draw)
      case 'press-on':
        return this.#presses(as, errand.name, errand.which)
      case 'switch-by-hand':
        return errand.key === 'deploy_freeze'
          ? this.#lifts(as)
          : this.#given.switches.byHand(errand.key, seed)
      case 'page-by-hand':
        return this.#onPage(as, errand)
    }
  }

  /** Opens the panel, writes, looks at it, and sends it on its way; the forms come as fast as the bot shows them. */
  async #tells(as: string, { audiences, title, body, status }: Tell, draw: Chance): Promise<string> {
    const answer = await this.#types(as, '/incident comms INC-1')
    this.#later(draw, () => this.#press(as, 'comms.write:free'))
    const text = { title, body, audiences }
    const asStatus = status === null ? {} : { 'public-status': status }
    const parts = draw.odds(0.5) ? { 'part.partial_outage': [draw.pick(['checkout', 'returns'])] } : {}
    this.#later(draw, () => this.#submit(as, { ...text, ...asStatus }), 2)
    this.#later(draw, () => this.#submit(as, parts), 3)
    this.#later(draw, () => this.#given.post('close', { as }), 4)
    return `writes to ${audiences.join(' and ')}${answer}`
  }

  async #tellsAgain(as: string, which: number, draw: Chance): Promise<string> {
    const answer = await this.#types(as, '/incident comms INC-1')
    this.#later(draw, () => this.#press(as, 'comms.open', which))
    this.#later(draw, () => this.#press(as, 'comms.again', which), 2)
    this.#later(draw, () => this.#given.post('close', { as }), 3)
    return `wants to send one again${answer}`
  }

  #later(draw: Chance, act: () => Promise<string>, times = 1): void {
    const { loop } = this.#given
    loop.after(times * 2 * SECOND + draw.int(0, 900), loop.world, () => void act())
  }

  async #types(as: string, text: string): Promise<string> {
    const { see, post } = this.#given
    const room = (await see(as))?.channels.find(({ name }) => name === 'incident-room')
    return room ? post('type', { as, channel: room.id, text }) : ' nowhere'
  }

  /** In the form that is open. */
  async #press(as: string, name: string, which = 0): Promise<string> {
    const view = (await this.#given.see(as))?.views.at(-1)
    const all = inForm(view).filter(({ element }) => String(element.action_id).startsWith(name))
    const one = all[Math.floor(which * all.length)]
    if (!view || !one) return this.#told(as, `finds no ${name}`)
    const { action_id: actionId } = one.element
    const did = await this.#given.post('click', { as, viewId: view.id, blockId: one.blockId, actionId })
    return this.#told(as, `presses ${String(actionId)}${did}`)
  }

  /** As much of the values as the form that is open asks for. */
  async #submit(as: string, known: Record<string, unknown>): Promise<string> {
    const view = (await this.#given.see(as))?.views.at(-1)
    if (!view) return this.#told(as, 'has no form open')
    const named = new Set(inForm(view).map(({ element }) => String(element.action_id)))
    const values = Object.fromEntries(Object.entries(known).filter(([field]) => named.has(field)))
    const did = await this.#given.post('submit', { as, values })
    return this.#told(as, `submits ${String(view.view.callback_id)}${did}`)
  }

  #told(as: string, did: string): string {
    this.#given.journal.story(`   ${nameOf(as)} ${did}`)
    return did
  }

  /** A button of that name, wherever they see one; a reason is given where one is asked for. */
  async #presses(as: string, name: string, which: number): Promise<string> {
    const seen = await this.#given.see(as)
    const all = (seen?.channels ?? []).flatMap(({ id: channel, messages }) =>
      messages.flatMap(({ ts, blocks, attachments }) => {
        const attached = attachments.flatMap((each) => (each.blocks as Json[] | undefined) ?? [])
        return elementsOf([...blocks, ...attached])
          .filter(({ element }) => element.action_id === name)
          .map(({ blockId }) => ({ channel, ts, blockId, actionId: name }))
      }),
    )
    const one = all.at(-1 - Math.floor(which * Math.min(all.length, 3)))
    if (!one) return `finds no ${name}`
    const did = await this.#given.post('click', { as, ...one })
    const { loop } = this.#given
    loop.after(4 * SECOND, loop.world, () => void this.#givesReason(as))
    return `presses ${name}${did}`
  }

  async #givesReason(as: string): Promise<void> {
    const view = (await this.#given.see(as))?.views.at(-1)
    if (view?.view.submit === undefined) return
    await this.#submit(as, { reason: 'as agreed' })
  }

  async #lifts(as: string): Promise<string> {
    const { see, post, switches } = this.#given
    const ours = (await see(as))?.deployments?.projects
      .find(({ name }) => name === 'production')
      ?.windows.find(({ description }) => description.startsWith('tocsin:'))
    if (!ours) return 'finds no freeze to lift'
    const did = await post('remove-window', { as, project: 'production', description: ours.description })
    switches.freeze(false)
    return `lifts the freeze in Argo CD${did}`
  }

  async #onPage(as: string, { how, which }: OnPage): Promise<string> {
    const incidents = (await this.#given.see(as))?.statusPage?.incidents ?? []
    const ours = incidents.filter(({ id }) => !id.startsWith('past'))
    const one = ours[Math.floor(which * ours.length)]
    const update = one?.updates[Math.floor(which * one.updates.length)]
    if (!one || !update) return 'finds no public incident'
    const acts = {
      rewrite: { rewrite: { update: update.id, body: 'Somebody wrote this on the page itself.' } },
      post: { body: 'Somebody posted this on the page itself.' },
      resolve: { status: 'resolved' },
      component: { components: { checkout: 'partial_outage' } },
      rename: { name: 'Called something else on the page itself' },
      remove: { remove: true },
    }
    return `changes the page by hand (${how})${await this.#given.post('status-page', { as, incident: one.id, ...acts[how] })}`
  }
}

function inForm(view: View | undefined) {
  return elementsOf((view?.view.blocks as Json[] | undefined) ?? [])
}
