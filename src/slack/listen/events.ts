import type { App } from '@slack/bolt'
import type { Channels } from '../channels.ts'
import type { Groups } from '../groups.ts'
import type { Desk } from './desk.ts'

/** What Slack says has changed in the workspace: channels gone, groups and people changed. */
export function listenToEvents(app: App, desk: Desk, known: { channels: Channels; groups: Groups }): void {
  app.event('channel_archive', async ({ event, body }) => {
    known.channels.forget(event.channel)
    await lost(desk, event.channel, 'archived', body.event_id)
  })
  app.event('channel_deleted', async ({ event, body }) => {
    known.channels.forget(event.channel)
    await lost(desk, event.channel, 'deleted', body.event_id)
  })
  app.event('channel_rename', async ({ event }) => {
    known.channels.forget(event.channel.id)
  })
  app.event('subteam_members_changed', async () => {
    known.groups.forget()
  })
  app.event('subteam_updated', async () => {
    known.groups.forget()
  })
  app.event('user_change', async ({ event }) => {
    desk.people.forget(event.user.id)
  })
}

/** Puts it on the timeline of whoever worked there. Twice is once: the incident has no such channel any more. */
async function lost({ incidents }: Desk, channel: string, why: string, eventId: string): Promise<void> {
  for (const { id } of await incidents.find(`channel:${channel}`)) {
    const key = `event:${eventId}:${id}`
    await incidents.handle(
      id,
      { type: 'record-channel-lost', channel, why },
      { actor: { kind: 'bot' }, via: 'webhook', key },
    )
  }
}
