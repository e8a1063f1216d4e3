import type { EntryRow } from '../../db/schema.ts'
import { openPage } from '../../src/core/comms/page.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import type { StatusPage } from '../../src/sandbox/outside-world.ts'
import { letters } from './judge-switches.ts'
import type { Ledger } from './ledger.ts'
import type { Passing } from './network.ts'
import type { Answered } from './platform/http.ts'

type Violated = (what: string, shows: string) => void
/** What the bot asks of the page, as far as readers see it. */
type Request = { incident?: Wish; incident_update?: { body?: string } }
type Wish = {
  name?: string
  body?: string
  status?: string
  metadata?: { tocsin?: { incident?: string } }
}
type Event = { stream: string; event: IncidentEvent }

const PATH = '/statuspage/v1/'

/** Watches what the bot writes on the status page, and compares it with what was released to be read there. */
export class PublicPage {
  readonly #given: { ledger: Ledger; violated: Violated; removed: boolean; touched: boolean }
  readonly #posted = new Map<string, number>()
  readonly #created = new Map<string, number>()

  /** `touched`, `removed`: whether somebody changes, or deletes, public incidents by hand in this night. */
  constructor(given: { ledger: Ledger; violated: Violated; removed: boolean; touched: boolean }) {
    this.#given = given
  }

  leaves({ url, method, body }: Passing): void {
    if (!url.pathname.startsWith(PATH) || method === 'GET') return
    const { incident, incident_update: rewritten } = JSON.parse(body.toString()) as Request
    for (const text of [incident?.body, rewritten?.body]) this.#wasReleased(text, (one, said) => one === said)
    this.#wasReleased(incident?.name, (one, said) => one.startsWith(said))
    this.#isOver(incident)
  }

  /** The page has taken it; whether the bot hears of it is another matter. */
  accepted({ url, method, body }: Passing, { status }: Answered): void {
    if (!url.pathname.startsWith(PATH) || method === 'GET' || status >= 300) return
    const { incident } = JSON.parse(body.toString()) as Request
    const key = incident?.metadata?.tocsin?.incident ?? ''
    const { removed, violated } = this.#given
    if (method === 'POST') {
      const times = (this.#created.get(key) ?? 0) + 1
      this.#created.set(key, times)
      if (times > 1 && !removed)
        violated('more than one public incident for one incident', `${key}: ${times}`)
    }
    const text = incident?.body
    if (text === undefined) return
    const said = `${key} ${letters(text)}`
    const times = (this.#posted.get(said) ?? 0) + 1
    this.#posted.set(said, times)
    const allowed = this.#timesWanted(key.split('@')[0] ?? '', letters(text))
    if (times > allowed && !removed)
      violated('the public reads a text twice', `${key} “${text}” ${times} times, wanted ${allowed}`)
  }

  /** Every text of ours stands there, and what is over is over in all its parts. */
  judge(): void {
    const { violated, touched } = this.#given
    const events = this.#events()
    for (const { stream, event } of events) {
      if (event.type === 'message-delivered' && event.byHand !== true) {
        const release = this.#releases(stream).find(
          ({ number, reach }) =>
            number === event.number &&
            reach.some(({ target, means }) => target === event.target && means.by === 'statuspage'),
        )
        const was = [...this.#posted.keys()].some(
          (said) => said.startsWith(`${stream}@`) && release && said.endsWith(` ${textOf(release)}`),
        )
        if (release && !was)
          violated(
            'a text is said to stand on the page that never did',
            `message ${event.number} of ${stream}`,
          )
      }
      if (event.type !== 'statuspage-told' || event.restored === true || event.page.status !== 'resolved')
        continue
      // Somebody may break a part by hand of what is over already, and a word added to it then leaves that as it is.
      const broken = Object.entries(event.page.parts).filter(([, { state }]) => state !== 'operational')
      if (broken.length > 0 && !touched)
        violated('it is over on the page, and parts are still broken', `${stream} ${JSON.stringify(broken)}`)
    }
  }

  /** Where the page is otherwise than on record and nobody says so; a sentence each. */
  notAsShown({ incidents, components }: StatusPage): string[] {
    const states = new Map(components.map(({ name, state }) => [name, state as string]))
    return this.#given.ledger.statesOf<Incident>('incident').flatMap(({ id, comms }) => {
      const ours = comms.statuspage
      // Of what is over nobody looks at the page any more.
      if (ours === undefined || (openPage(comms) === undefined && this.#given.touched)) return []
      const known = ours.drift === undefined ? ours : ours.drift.page
      const there = incidents.find((one) => one.id === ours.id)
      const line = (what: string) => [`the page of ${id}: ${what}`]
      if (there === undefined || known === undefined)
        return there === known ? [] : line(there ? 'it is there, and shown as deleted' : 'it is not there')
      if (there.status !== known.status) return line(`${there.status} there, ${known.status} here`)
      const updates = there.updates.map((update) => update.id).toReversed()
      const shown = known.updates.map((update) => update.id)
      if (updates.join() !== shown.join())
        return line(`${updates.length} updates there, ${shown.length} here`)
      if (openPage(comms) === undefined) return []
      return Object.values(known.parts).flatMap(({ name, state }) =>
        states.get(name) === state ? [] : line(`${name} is ${states.get(name)} there, ${state} here`),
      )
    })
  }

  #wasReleased(text: string | undefined, is: (released: string, said: string) => boolean): void {
    if (text === undefined) return
    const all = this.#releases().flatMap((release) => [
      textOf(release),
      letters(release.text.title),
      letters(release.text.body),
    ])
    if (!all.some((one) => is(one, letters(text))))
      this.#given.violated('a public text that nobody released', text)
  }

  /** Only a text that says so ends a public incident, and one that says so does. */
  #isOver(asked: Wish | undefined): void {
    if (asked?.body === undefined || asked.status === undefined) return
    const said = letters(asked.body)
    const statuses = this.#releases()
      .filter((release) => textOf(release) === said)
      .map(({ text }) => text.status)
    const { status } = asked
    if (!statuses.includes(status as (typeof statuses)[number]) && !statuses.includes(undefined))
      this.#given.violated('the page is told a status that nobody released', `${status} with “${asked.body}”`)
  }

  /** Once for each message that says it, and once more each time that ours was to be put back. */
  #timesWanted(stream: string, said: string): number {
    const numbers = this.#releases(stream)
      .filter((release) => textOf(release) === said)
      .map(({ number }) => number)
    const restored = this.#events().filter(
      (each) => each.stream === stream && each.event.type === 'statuspage-restoring',
    )
    return new Set(numbers).size + restored.length
  }

  #releases(stream?: string) {
    return this.#events().flatMap(({ stream: of, event }) =>
      event.type === 'message-released' &&
      (stream === undefined || stream === of) &&
      event.reach.some(({ means }) => means.by === 'statuspage')
        ? [event]
        : [],
    )
  }

  #events(): Event[] {
    const rows = this.#given.ledger.rows<EntryRow>(
      `select * from entries where type in ('message-released', 'message-delivered', 'statuspage-restoring', 'statuspage-told') order by stream, seq`,
    )
    return rows.map((row) => ({ stream: row.stream, event: entryFromRow<IncidentEvent>(row).event }))
  }
}

function textOf({ text, corrects }: Extract<IncidentEvent, { type: 'message-released' }>): string {
  return `${corrects === undefined ? '' : 'Correction'}${letters(text.body) || letters(text.title)}`
}
