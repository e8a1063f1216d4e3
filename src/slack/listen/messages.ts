import type { App } from '@slack/bolt'
import type { MessageRef } from '../../core/capture/capture.ts'
import { filesOf, type WireMessage } from '../read-message.ts'
import type { Desk } from './desk.ts'

/** What an event about a message carries, as far as it is read here. */
type MessageEvent = WireMessage & {
  channel?: string
  message?: WireMessage
  previous_message?: WireMessage
  deleted_ts?: string
}

/**
 * Messages of the channels that the bot is in. There may be many, so what only says something new costs nothing, and
 * the rest one look at an index: changed and deleted messages that are on a timeline, and files where people work.
 */
export function listenToMessages(app: App, desk: Desk): void {
  app.event('message', async ({ event, body }) => {
    const said = event as MessageEvent
    switch (said.subtype) {
      case 'message_changed':
        if (isEdit(said)) await lookAgain(desk, said.channel, said.message?.ts, body.event_id)
        return
      case 'message_deleted':
        return lookAgain(desk, said.channel, said.deleted_ts, body.event_id)
      case 'file_share':
        return takeFiles(desk, said, body.event_id)
    }
  })
}

/** Previews of links, replies and our own cards change messages too, but not what somebody said. */
function isEdit({ message, previous_message: before }: MessageEvent): boolean {
  return message?.subtype === 'tombstone' || message?.edited?.ts !== before?.edited?.ts
}

async function lookAgain(
  { incidents }: Desk,
  channel: string | undefined,
  ts: string | undefined,
  eventId: string,
): Promise<void> {
  if (channel === undefined || ts === undefined) return
  for (const { id } of await incidents.find(`message:${channel}:${ts}`)) {
    const request = { actor: { kind: 'bot' }, via: 'message', key: `event:${eventId}:${id}` } as const
    await incidents.handle(id, { type: 'record-message-changed', channel, ts }, request)
  }
}

/** Files in an incident's own channel, or in the thread of its card. The bot's own are no evidence. */
async function takeFiles(desk: Desk, said: MessageEvent, eventId: string): Promise<void> {
  const { channel, ts, thread_ts, user } = said
  const files = filesOf(said)
  if (channel === undefined || ts === undefined || files.length === 0) return
  const incident = await incidentAt(desk, { channel, ts }, thread_ts)
  if (incident === undefined) return
  const request = { actor: { kind: 'bot' }, via: 'message', key: `event:${eventId}:${incident.id}` } as const
  await desk.incidents.handle(
    incident.id,
    {
      type: 'record-files',
      channel,
      ts,
      ...(thread_ts !== undefined && { threadTs: thread_ts }),
      ...(user !== undefined && said.bot_id === undefined && { by: user }),
      files,
    },
    request,
  )
}

async function incidentAt({ incidents }: Desk, { channel }: MessageRef, thread: string | undefined) {
  const [own] = await incidents.find(`channel:${channel}`, 1)
  if (own !== undefined || thread === undefined) return own
  const [told] = await incidents.find(`thread:${channel}:${thread}`, 1)
  return told
}
