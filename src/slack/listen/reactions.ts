import type { App } from '@slack/bolt'
import type { MessageRef } from '../../core/capture/capture.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Channels } from '../channels.ts'
import { isPin } from '../perform/look.ts'
import { refusal } from '../views/answers.ts'
import { whichIncidentMessage } from '../views/captured.ts'
import { tellAside } from './aside.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { createRecall } from './recall.ts'
import { whereSaid } from './where-said.ts'

type Reaction = { type: string; user: string; reaction: string; item: { type: string } & Partial<MessageRef> }

/** Pins on messages: the incident is told that there is something to look at, and remembers it before Slack does not. */
export function listenToReactions(app: App, desk: Desk, { channels }: { channels: Channels }): void {
  const recalled = createRecall<void>(() => true)
  const take = (event: Reaction, id: string) => recalled(id, () => follow(desk, channels, event, id))
  app.event('reaction_added', ({ event, body }) => take(event, body.event_id))
  app.event('reaction_removed', ({ event, body }) => take(event, body.event_id))
}

async function follow(desk: Desk, channels: Channels, event: Reaction, eventId: string): Promise<void> {
  const { user, reaction, item } = event
  const { channel, ts } = item
  if (item.type !== 'message' || channel === undefined || ts === undefined) return
  const asked: Asked = { user, channel, via: 'reaction', key: `event:${eventId}` }
  const followed = await pinned(desk, reaction, await desk.incidents.find(`message:${channel}:${ts}`))
  if (followed.length > 0) {
    for (const incident of followed) await capture(desk, asked, incident, { channel, ts })
    return
  }
  // What was never captured needs not be looked at because a pin is gone; where it was, the message is followed.
  if (event.type === 'reaction_removed') return
  if (!(await mayBePin(desk, channels, reaction, channel))) return
  const where = await whereSaid(desk, channels, { channel, ts })
  if ('incident' in where) {
    const [incident] = await pinned(desk, reaction, [where.incident])
    if (incident !== undefined) await capture(desk, asked, incident, { channel, ts })
  } else if (where.choices.length > 0) {
    await tellAside(desk, asked, whichIncidentMessage(where.choices, { channel, ts }))
  }
}

/** Those in whose policy this emoji is the pin. */
async function pinned(desk: Desk, reaction: string, incidents: Incident[]): Promise<Incident[]> {
  const policies = await Promise.all(incidents.map(({ policy }) => desk.policyOf(policy)))
  return incidents.filter((_, index) => isPin(reaction, policies[index]?.capture.reaction ?? ''))
}

/**
 * Most reactions are no pins, in whosever policy, and must not cost much: where no incident has its place, one look
 * at an index.
 */
async function mayBePin(desk: Desk, channels: Channels, reaction: string, channel: string): Promise<boolean> {
  const { incidents, policy } = desk
  if (isPin(reaction, policy.capture.reaction)) return true
  const own = await incidents.find(`channel:${channel}`, 1)
  if (own.length > 0) return (await pinned(desk, reaction, own)).length > 0
  if ((await channels.named(policy.channels.room)) !== channel) return false
  return (await pinned(desk, reaction, await incidents.find('open'))).length > 0
}

async function capture(desk: Desk, asked: Asked, incident: Incident, ref: MessageRef): Promise<void> {
  const request = { ...asked, key: `${asked.key}:${incident.id}` }
  const handled = await act(desk, request, incident.id, { type: 'capture-message', ...ref })
  if (handled.result === 'rejected') await tellAside(desk, asked, refusal(handled.rejection.rejected))
}
