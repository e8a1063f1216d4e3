import type { Pace } from '../engine/outcome.ts'

/** Slack's tiers, in calls per minute and method. Slack calls them minimums; they are kept as maximums. */
const TIER_PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const
/** How many calls of a tier may go at once after a quiet time. */
const TIER_BURST = { 1: 1, 2: 5, 3: 10, 4: 20 } as const

type Tier = keyof typeof TIER_PER_MINUTE

/** The tier of every tiered method that the bot calls. */
export const METHOD_TIERS = {
  'canvases.edit': 3,
  'chat.postEphemeral': 4,
  'chat.delete': 3,
  'chat.update': 3,
  'conversations.canvases.create': 2,
  'conversations.create': 2,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.invite': 3,
  'conversations.join': 3,
  'conversations.list': 2,
  'conversations.open': 3,
  'conversations.replies': 3,
  'conversations.setTopic': 2,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'files.info': 4,
  'pins.add': 2,
  'usergroups.list': 2,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.update': 4,
} as const satisfies Record<string, Tier>

export type TieredMethod = keyof typeof METHOD_TIERS

/** chat.postMessage is outside the tiers: about one a second and channel, and some hundreds a minute in all. */
const POSTS_PER_CHANNEL = { perMinute: 60, burst: 3 }
const POSTS_IN_ALL = { perMinute: 300, burst: 20 }

/** The budget of one method. */
export function paceOf(method: TieredMethod): Pace {
  const tier = METHOD_TIERS[method]
  return { bucket: `slack:${method}`, perMinute: TIER_PER_MINUTE[tier], burst: TIER_BURST[tier] }
}

/** The budgets of a post to a channel. */
export function postPaces(channel: string): Pace[] {
  return [
    { bucket: `slack:chat.postMessage:${channel}`, ...POSTS_PER_CHANNEL },
    { bucket: 'slack:chat.postMessage', ...POSTS_IN_ALL },
  ]
}

/** The budgets of a direct message to a person: it has to be opened first. */
export function directPaces(user: string): Pace[] {
  return [paceOf('conversations.open'), ...postPaces(user)]
}
