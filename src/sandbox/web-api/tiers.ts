import type { WorkspaceClock } from '../clock.ts'
import { SOCKETS_PER_APP } from '../limits.ts'

/** Calls a minute of each of Slack's tiers, and what each method is in. */
const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const
type Tier = keyof typeof PER_MINUTE

const TIERS: Record<string, Tier> = {
  'api.test': 4,
  'apps.connections.open': 1,
  'team.info': 3,
  'bots.info': 3,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'users.conversations': 2,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'usergroups.users.update': 2,
  'conversations.create': 2,
  'conversations.info': 3,
  'conversations.list': 2,
  'conversations.history': 3,
  'conversations.replies': 3,
  'conversations.members': 4,
  'conversations.invite': 3,
  'conversations.join': 3,
  'conversations.leave': 3,
  'conversations.setTopic': 2,
  'conversations.setPurpose': 2,
  'conversations.archive': 2,
  'conversations.unarchive': 2,
  'conversations.open': 3,
  'conversations.rename': 2,
  'conversations.canvases.create': 2,
  'chat.update': 3,
  'chat.delete': 3,
  'chat.postEphemeral': 4,
  'pins.add': 2,
  'pins.remove': 2,
  'pins.list': 2,
  'reactions.add': 3,
  'reactions.remove': 2,
  'reactions.get': 3,
  'bookmarks.add': 2,
  'bookmarks.list': 3,
  'bookmarks.edit': 2,
  'bookmarks.remove': 2,
  'views.open': 4,
  'views.push': 4,
  'views.update': 4,
  'views.publish': 4,
  'files.getUploadURLExternal': 4,
  'files.completeUploadExternal': 4,
  'files.info': 4,
  'canvases.create': 2,
  'canvases.edit': 3,
  'canvases.delete': 3,
  'canvases.access.set': 3,
  'canvases.access.delete': 3,
  'canvases.sections.lookup': 3,
  'files.delete': 3,
}

/** Posting is about one message a second in each channel, with short bursts, and some hundreds a minute in all. */
const POSTS_PER_CHANNEL = { burst: 3, perMinute: 60 }
const POSTS_IN_ALL = { burst: 60, perMinute: 300 }
/** Methods with a tier of their own: hundreds a minute. */
const SPECIAL = { burst: 100, perMinute: 600 }

const SOCKETS = { burst: SOCKETS_PER_APP, perMinute: 1 }
/** Channels that do not exist have buckets too; beyond this many, all start anew. */
const BUCKETS = 20_000

type Bucket = { tokens: number; at: number }

/** Enforces Slack's rate limits on the workspace's clock, a token bucket per method (and channel for posts). */
export class Tiers {
  readonly #clock: WorkspaceClock
  #buckets = new Map<string, Bucket>()

  constructor(clock: WorkspaceClock) {
    this.#clock = clock
  }

  /** Undefined: go ahead, and counted. Otherwise the seconds until it may be tried again. */
  take(method: string, channel: string): number | undefined {
    if (method === 'chat.postMessage') {
      return this.#take(`${method} ${channel}`, POSTS_PER_CHANNEL) ?? this.#take(method, POSTS_IN_ALL)
    }
    // One a minute in the long run, yet an app opens all its sockets when it starts.
    if (method === 'apps.connections.open') return this.#take(method, SOCKETS)
    const tier = TIERS[method]
    return this.#take(method, tier ? { burst: PER_MINUTE[tier], perMinute: PER_MINUTE[tier] } : SPECIAL)
  }

  #take(key: string, allowed: { burst: number; perMinute: number }): number | undefined {
    const now = this.#clock.now()
    const perMs = allowed.perMinute / 60_000
    const known = this.#buckets.get(key) ?? { tokens: allowed.burst, at: now }
    const tokens = Math.min(allowed.burst, known.tokens + (now - known.at) * perMs)
    const granted = tokens >= 1
    if (this.#buckets.size > BUCKETS) this.#buckets.clear()
    this.#buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: now })
    return granted ? undefined : Math.max(1, Math.ceil((1 - tokens) / perMs / 1_000))
  }
}

export function hasTier(method: string): boolean {
  return TIERS[method] !== undefined
}
