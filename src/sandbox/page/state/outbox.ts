import { server } from './server.ts'
import { createStore } from './store.ts'
import { meId, refetch } from './workspace.ts'

/** A text on its way, drawn at once in grey; a failed one stays with what went wrong. */
export type Outgoing = {
  id: number
  as: string
  channel: string
  threadTs?: string
  text: string
  files: File[]
  isCommand: boolean
  error?: string
}

export const outbox = createStore<Outgoing[]>([])
let nextId = 1

/** Sends what was typed. Resolves when the workspace has taken it, or it is marked as failed. */
export async function send(channel: string, text: string, files: File[], threadTs?: string): Promise<void> {
  const isCommand = text.startsWith('/')
  const outgoing: Outgoing = {
    id: nextId++,
    as: meId(),
    channel,
    text,
    files,
    isCommand,
    ...(threadTs ? { threadTs } : {}),
  }
  outbox.set([...outbox.get(), outgoing])
  await attempt(outgoing)
}

export async function retry(outgoing: Outgoing): Promise<void> {
  const { error: _, ...fresh } = outgoing
  outbox.set(outbox.get().map((one) => (one.id === outgoing.id ? fresh : one)))
  await attempt(fresh)
}

export function discard(id: number): void {
  outbox.set(outbox.get().filter((one) => one.id !== id))
}

async function attempt(outgoing: Outgoing): Promise<void> {
  const { as, channel, threadTs, text } = outgoing
  try {
    const files = await Promise.all(outgoing.files.map((file) => server.upload(as, file)))
    const answer = await server.type({
      as,
      channel,
      text,
      ...(threadTs ? { threadTs } : {}),
      ...(files.length > 0 ? { files: files.map(({ file }) => ({ id: file })) } : {}),
    })
    if (!answer.ok) return fail(outgoing, answer.error ?? 'It was not accepted.')
    await refetch()
    discard(outgoing.id)
  } catch (error) {
    fail(outgoing, error instanceof Error ? error.message : String(error))
  }
}

function fail(outgoing: Outgoing, error: string): void {
  outbox.set(outbox.get().map((one) => (one.id === outgoing.id ? { ...one, error } : one)))
}
