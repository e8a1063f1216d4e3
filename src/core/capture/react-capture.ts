import type { Entry } from '../decider.ts'
import type { Incident, UserId } from '../incident/incident.ts'
import { type Owed, say, syncCard } from '../incident/owed.ts'
import { type CapturedMessage, type CaptureEvent, type MessageRef, messageKey } from './capture.ts'

/**
 * The work that capturing makes owed. What was said where everybody reads it is not said to everybody again: only
 * whoever captured it hears that it worked. What comes from elsewhere is told.
 */
export function reactCapture({ event }: Entry<CaptureEvent>, state: Incident): Owed[] {
  switch (event.type) {
    case 'look-asked':
      return [look(event)]
    case 'look-lapsed':
      return event.why === 'unpinned' ? [] : tell(event.by, event)
    case 'message-captured':
      return [
        ...(event.how === 'reaction' ? tell(event.by, event) : []),
        ...(isHere(event, state) ? [] : say(state)),
        ...about(event, state),
      ]
    case 'message-corrected':
      return about(event, state)
    case 'message-withdrawn':
      return [...tell(event.by, event), syncCard(state)]
    case 'evidence-added':
      return [...say(state), syncCard(state)]
    case 'file-shared':
      return [...(event.fetch === true ? [keepFile(event.file.id)] : []), syncCard(state)]
    case 'moment-corrected':
      return say(state)
    case 'message-lost':
    case 'file-described':
    case 'file-kept':
    case 'file-not-kept':
      return []
  }
}

function about(event: CapturedMessage, state: Incident): Owed[] {
  const { links = [], files = [] } = event
  return [
    ...(event.incomplete === true ? [look(event)] : []),
    ...(event.keep === true ? files.map(({ id }) => keepFile(id)) : []),
    ...(links.length + files.length > 0 ? [syncCard(state)] : []),
  ]
}

/** Whether who works on the incident reads this channel anyway. */
function isHere({ channel }: MessageRef, { channel: own, card }: Incident): boolean {
  return channel === own?.id || channel === card?.channel
}

function look({ channel, ts }: MessageRef): Owed {
  const subject = `message:${messageKey({ channel, ts })}`
  return { kind: 'slack.look-at-message', lane: 'sync', subject, args: { channel, ts } }
}

/** Keeps a copy, or gives up the one there is when the file is no evidence any more. */
function keepFile(file: string): Owed {
  return { kind: 'slack.keep-file', lane: 'file', subject: `file:${file}`, args: { file } }
}

/** Copies of files whose entry was redacted go as well. */
export function forgetFiles({ evidence }: Incident, entry: number): Owed[] {
  const files = Object.entries(evidence).filter(([key, { of }]) => of === entry && key.startsWith('file:'))
  return files.map(([subject]) => {
    const args = { file: subject.slice('file:'.length) }
    return { kind: 'slack.forget-file', lane: 'file', subject, args } as const
  })
}

function tell(user: UserId | undefined, { channel }: MessageRef): Owed[] {
  if (user === undefined) return []
  return [{ kind: 'slack.tell', lane: 'say', subject: `aside:${user}`, args: { user, channel } }]
}
