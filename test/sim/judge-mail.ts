import type { EntryRow } from '../../db/schema.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import type { Ledger } from './ledger.ts'
import type { Passing } from './network.ts'
import { type Handed, idOf } from './post-office.ts'

type Violated = (what: string, shows: string) => void
/** A released message on its way to one audience. */
type Way = { stream: string; number: number; target: string }
type Released = Extract<IncidentEvent, { type: 'message-released' }>

/** Watches mail between the bot and its server, and compares it with what was released to whom. */
export class Mails {
  readonly #given: { ledger: Ledger; violated: Violated }
  /** What each mail is about, by its Message-ID. */
  readonly #about = new Map<string, Way>()
  /** Who has it, each as often as it was taken for them. */
  readonly #arrived = new Map<string, string[]>()

  constructor(given: { ledger: Ledger; violated: Violated }) {
    this.#given = given
  }

  /** The bot hands one over: a released text is being sent to just these. */
  leaves({ body }: Passing): void {
    const { ledger, violated } = this.#given
    const { envelope, raw } = JSON.parse(body.toString()) as Handed
    const id = idOf(raw)
    if (id === '') violated('a mail without an id', envelope.to.join(', '))
    const sending = ledger.rows<{ stream: string; seq: number; args: string }>(
      `select outbox.stream, outbox.seq, outbox.args from outbox where kind = 'email.send' and status = 'sending'`,
    )
    const ways = sending.filter(({ stream, seq, args }) => {
      const { target } = JSON.parse(args) as { target: string }
      const released = this.#releasedAt(stream, seq)
      const means = released?.reach.find((each) => each.target === target)?.means
      return means?.by === 'email' && envelope.to.every((address) => means.to.includes(address))
    })
    const [way] = ways
    const { target } = JSON.parse(way?.args ?? '{}') as { target: string }
    const number = way && this.#releasedAt(way.stream, way.seq)?.number
    if (way === undefined || number === undefined) {
      violated('a mail that is not owed', `${id} to ${envelope.to.join(', ')}`)
      return
    }
    const known = this.#about.get(id)
    const about = { stream: way.stream, number, target }
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(about))
      violated('two messages under one mail id', `${id}: ${JSON.stringify([known, about])}`)
    this.#about.set(id, about)
  }

  taken({ id, to }: { id: string; to: string[] }): void {
    this.#arrived.set(id, [...(this.#arrived.get(id) ?? []), ...to])
  }

  /** Everybody has it once for each time that it was released to them, and what is said of it is true. */
  judge(policy: Policy): void {
    const { ledger, violated } = this.#given
    const rows = ledger.rows<EntryRow>(
      `select * from entries where type in ('message-released', 'message-delivered', 'message-undelivered') order by stream, seq`,
    )
    const events = rows.map((row) => ({ stream: row.stream, event: entryFromRow<IncidentEvent>(row).event }))
    for (const [id, to] of this.#arrived) {
      const about = this.#about.get(id)
      if (about === undefined) continue
      const { stream, number, target } = about
      const shows = (address: string) => `message ${number} of ${stream} to ${target}: ${address}`
      const releases = events.flatMap(({ stream: of, event }) =>
        of === stream && event.type === 'message-released' && event.number === number ? [event] : [],
      )
      const reach = policy.audiences[target]?.reach
      for (const address of new Set(to)) {
        const times = to.filter((each) => each === address).length
        const allowed = releases.filter((release) => addressesOf(release, target).includes(address)).length
        if (reach?.by !== 'email' || !reach.to.includes(address))
          violated('a mail to somebody outside its audience', shows(address))
        if (times > allowed)
          violated('a mail came twice', `${shows(address)}, ${times} times for ${allowed} releases`)
      }
    }
    this.#saysWhatIsSo(events)
  }

  #saysWhatIsSo(events: { stream: string; event: IncidentEvent }[]): void {
    const { violated } = this.#given
    for (const { stream, event } of events) {
      if (event.type !== 'message-released') continue
      for (const { target, means } of event.reach) {
        if (means.by !== 'email') continue
        const { number } = event
        const shows = `message ${number} of ${stream} to ${target}`
        const said = events.flatMap(({ stream: of, event: one }) =>
          of === stream &&
          (one.type === 'message-delivered' || one.type === 'message-undelivered') &&
          one.number === number &&
          one.target === target
            ? [one]
            : [],
        )
        const arrived = this.#arrivedFor(stream, number, target)
        if (said.length === 0) violated('nobody says what became of a mail', shows)
        for (const one of said) {
          if (one.type === 'message-undelivered') {
            if (one.maybe !== true && said.length === 1 && arrived.length > 0)
              violated('a mail arrived that is said not to have', `${shows}: ${one.why}`)
            continue
          }
          if (one.byHand === true || event.again === true) continue
          const refused = (one.refused ?? []).map(({ address }) => address)
          const missing = means.to.filter(
            (address) => !refused.includes(address) && !arrived.includes(address),
          )
          if (missing.length > 0)
            violated('a mail is said to have arrived that did not', `${shows}: ${missing.join(', ')}`)
        }
      }
    }
  }

  #arrivedFor(stream: string, number: number, target: string): string[] {
    const wanted = JSON.stringify({ stream, number, target })
    return [...this.#arrived].flatMap(([id, to]) =>
      JSON.stringify(this.#about.get(id)) === wanted ? to : [],
    )
  }

  #releasedAt(stream: string, seq: number): Released | undefined {
    const [row] = this.#given.ledger.rows<EntryRow>(
      'select * from entries where stream = ? and seq = ?',
      stream,
      seq,
    )
    const event = row && entryFromRow<IncidentEvent>(row).event
    return event?.type === 'message-released' ? event : undefined
  }
}

function addressesOf({ reach }: Released, target: string): string[] {
  return reach.flatMap((each) => (each.target === target && each.means.by === 'email' ? each.means.to : []))
}
