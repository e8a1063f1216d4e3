import type { Person } from '../core/authority.ts'
import type { Instant } from '../core/decider.ts'
import type { UserId } from '../core/incident/incident.ts'
import type { Pagerduty, PagerdutyPerson } from './client.ts'
import type { Matched } from './hear.ts'
import { MATCH_BUDGET_MS, PEOPLE_FRESH_MS, PEOPLE_REREAD_MS } from './limits.ts'
import type { SamePeople } from './people.ts'
import { soon } from './soon.ts'

export type Matching = {
  /** Who did something in PagerDuty; undefined for programs. */
  match(agent: {
    id: string
    type: string
    summary?: string | null | undefined
  }): Promise<Matched | undefined>
  /** PagerDuty's id of the user whom the bot acts as. */
  requester(signal: AbortSignal): Promise<string | undefined>
}

const PERSON = /^user(?:_reference)?$/

/**
 * Who somebody in PagerDuty is here, by the list of people there, which is read once in a while. PagerDuty waits for
 * the answer to its webhook: who is not found soon is known by name only, and their answer counts all the same.
 */
export function createMatching(parts: {
  pagerduty: Pick<Pagerduty, 'people'>
  same: SamePeople
  /** Who that is in Slack, with what they may be named by. */
  person(user: UserId): Promise<Person>
  /** E-mail of the user whom the bot acts as. */
  from: string | undefined
  canAsk: boolean
  now(): Instant
  log: { warn(facts: object, message: string): void }
}): Matching {
  const { pagerduty, same, person, from, canAsk, now, log } = parts
  let people: PagerdutyPerson[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  async function read(signal: AbortSignal): Promise<void> {
    const answer = await pagerduty.people(signal)
    readAt = now()
    if (answer.ok) people = answer.value
    else log.warn({ why: answer.why }, 'the people of PagerDuty cannot be read')
  }

  async function find(isIt: (one: PagerdutyPerson) => boolean, signal: AbortSignal) {
    const age = now() - readAt
    const known = people.find(isIt)
    const isOld = age > (known === undefined ? PEOPLE_REREAD_MS : PEOPLE_FRESH_MS)
    if (!canAsk || !isOld) return known
    reading ??= read(signal).finally(() => {
      reading = undefined
    })
    // Somebody who is known need not wait for the list to be read anew.
    if (known === undefined) await reading
    return known ?? people.find(isIt)
  }

  async function whoIs(
    id: string,
    signal: AbortSignal,
  ): Promise<{ name: string; person?: Person } | undefined> {
    const found = await find((one) => one.id === id, signal)
    if (found === undefined) return undefined
    const user = await same.inSlack(found)
    return { name: found.name, ...(user !== undefined && { person: await person(user) }) }
  }

  const isFrom = (one: PagerdutyPerson) => one.email.toLowerCase() === from?.toLowerCase()

  return {
    async match({ id, type, summary }) {
      if (!PERSON.test(type)) return undefined
      const byName: Matched = { name: summary ?? id }
      const found = await soon(whoIs(id, AbortSignal.timeout(MATCH_BUDGET_MS)), MATCH_BUDGET_MS, (error) =>
        log.warn({ err: error, person: id }, 'cannot find out who somebody of PagerDuty is here'),
      )
      return found ?? byName
    },
    requester: async (signal) => (from === undefined ? undefined : (await find(isFrom, signal))?.id),
  }
}
