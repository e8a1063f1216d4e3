import type { Person } from '../core/authority.ts'
import type { Instant } from '../core/decider.ts'
import type { Slack } from './client.ts'
import { slackCode } from './failure.ts'
import type { Groups } from './groups.ts'
import type { Identity } from './identity.ts'
import type { Log } from './log.ts'
import { type Profile, profileOf } from './profile.ts'

/** A person's standing is believed this long before Slack is asked again. */
const FRESH_MS = 10 * 60_000
/** When Slack cannot be asked, an older answer is still good enough to work on an incident with. */
const STALE_MS = 24 * 60 * 60_000
/** What is asked for at the moment of use may be this old: a second tap need not ask again. */
const NOW_MS = 5_000
const KEPT_MAX = 20_000
/** A handle that is not known makes the list of people be read again, but not more often than this. */
const LIST_FRESH_MS = 60 * 60_000
const LIST_PAGE = 1_000 // the most that users.list gives
const LIST_PAGES_MAX = 20
/** People whose names are asked for one by one, for a report; beyond that ids have to do. */
const NAMES_ASKED_MAX = 50

export type People = {
  /** Who acts. Never fails: somebody who cannot be found out about is `unknown` and has no authority. */
  person(id: string): Promise<Person>
  /** The same as things stand now, give or take seconds: for what must not go by an old answer. */
  personNow(id: string): Promise<Person>
  profile(id: string): Promise<Profile | undefined>
  /** A full name to read, for each of them that is known; it may be some hours old. Never fails. */
  names(ids: readonly string[]): Promise<Map<string, string>>
  byHandle(handle: string): Promise<Profile | undefined>
  byEmail(email: string): Promise<Profile | undefined>
  /** Reads the whole workspace once, so that first commands need not wait for it. */
  preload(): Promise<void>
  /** Takes what an event says about a person. */
  forget(id: string): void
}

export function createPeople(parts: {
  slack: Slack
  groups: Groups
  identity: () => Promise<Identity>
  now: () => Instant
  log: Log
}): People {
  const { slack, groups, identity, now, log } = parts
  const kept = new Map<string, { profile: Profile; at: Instant }>()
  const ids = new Map<string, string>() // `@handle` and e-mail → id
  let list: { read: Promise<void>; at: Instant } | undefined

  function keep(profile: Profile): Profile {
    kept.delete(profile.id)
    kept.set(profile.id, { profile, at: now() })
    ids.set(`@${profile.handle}`, profile.id)
    if (profile.email !== '') ids.set(profile.email, profile.id)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    return profile
  }

  async function profile(
    id: string,
    { freshMs, staleMs } = { freshMs: FRESH_MS, staleMs: STALE_MS },
  ): Promise<Profile | undefined> {
    const known = kept.get(id)
    if (known && now() - known.at < freshMs) return known.profile
    try {
      const [{ user }, { teamId }] = await Promise.all([slack.users.info({ user: id }), identity()])
      return user && keep(profileOf(user, teamId))
    } catch (error) {
      if (slackCode(error) === 'user_not_found') return undefined
      log.warn({ user: id, err: error }, 'cannot ask Slack about a person')
      return known && now() - known.at < staleMs ? known.profile : undefined
    }
  }

  function byName(name: string): Profile | undefined {
    const found = kept.get(ids.get(name.toLowerCase()) ?? '')?.profile
    // The name may have moved on to somebody else since.
    return found && (`@${found.handle}` === name.toLowerCase() || found.email === name.toLowerCase())
      ? found
      : undefined
  }

  function preload(): Promise<void> {
    if (list && now() - list.at < LIST_FRESH_MS) return list.read
    const read = readAll()
    list = { read, at: now() }
    read.catch(() => {
      list = undefined
    })
    return read
  }

  async function readAll(): Promise<void> {
    const { teamId } = await identity()
    let cursor: string | undefined
    for (let page = 0; page < LIST_PAGES_MAX && kept.size < KEPT_MAX; page += 1) {
      const { members = [], response_metadata } = await slack.users.list({
        limit: LIST_PAGE,
        ...(cursor ? { cursor } : {}),
      })
      for (const member of members) keep(profileOf(member, teamId))
      cursor = response_metadata?.next_cursor
      if (!cursor) return
    }
    log.warn(
      { people: kept.size },
      'the workspace has more people than are kept; the others are looked up when they act',
    )
  }

  return {
    profile: (id) => profile(id),
    preload,
    async names(ids) {
      const unknown = ids.filter((id) => !kept.has(id)).slice(0, NAMES_ASKED_MAX)
      if (unknown.length > 0) await preload().catch(() => undefined)
      await Promise.all(unknown.filter((id) => !kept.has(id)).map((id) => profile(id)))
      return new Map(
        ids.flatMap((id) => {
          const name = kept.get(id)?.profile.fullName
          return name ? [[id, name] as const] : []
        }),
      )
    },
    async byHandle(handle) {
      const known = byName(handle)
      if (known) return known
      await preload()
      return byName(handle)
    },
    async byEmail(email) {
      const known = byName(email)
      if (known) return known
      const [{ user }, { teamId }] = await Promise.all([slack.users.lookupByEmail({ email }), identity()])
      return user && keep(profileOf(user, teamId))
    },
    async person(id) {
      const [found, namedGroups] = await Promise.all([profile(id), groups.of(id)])
      if (!found) return { id, standing: 'unknown' }
      const own = [`@${found.handle}`, found.email].filter(
        (name) => name.length > 1 && !groups.isHandle(name),
      )
      return { id, standing: found.standing, namedBy: [...own, ...namedGroups] }
    },
    async personNow(id) {
      const asked = profile(id, { freshMs: NOW_MS, staleMs: NOW_MS })
      const [found, namedGroups] = await Promise.all([asked, groups.freshOf(id, NOW_MS)])
      if (!found) return { id, standing: 'unknown' }
      const { standing, handle, email } = found
      // Without the groups a handle could be a group's as well as a person's: then it names nobody.
      if (namedGroups === undefined)
        return { id, standing, namedBy: email === '' ? [] : [email], groupsUnknown: true }
      const own = [`@${handle}`, email].filter((name) => name.length > 1 && !groups.isHandle(name))
      return { id, standing, namedBy: [...own, ...namedGroups] }
    },
    forget: (id) => {
      kept.delete(id)
    },
  }
}
