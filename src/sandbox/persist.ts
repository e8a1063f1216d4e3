import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { WorkspaceClock } from './clock.ts'
import type { FileBytes } from './file-bytes.ts'
import { factsOf } from './file-facts.ts'
import { kindOf } from './file-kinds.ts'
import { isObject, parseJson } from './json.ts'
import { PERSIST_AFTER_MS, PERSIST_SHARE } from './limits.ts'
import { BOT } from './people.ts'
import type { CanvasRecord, ChannelRecord, FileRecord, MessageRecord, WorkspaceData } from './records.ts'

const FORMAT = 1

/**
 * The workspace on disk: one JSON file, replaced whole by a rename, so a reader finds either the old state
 * or the new one. Ephemeral messages and open modals are not kept, as in a reloaded Slack.
 */

/** @throws Error with one sentence when the file is there but is not a workspace. */
export async function loadState(file: string, bytes: FileBytes): Promise<WorkspaceData | undefined> {
  const data = readStored(file)
  if (data === undefined) return undefined
  return {
    ...data,
    channels: data.channels.map(revive),
    files: await Promise.all(data.files.map((one) => reviveFile(one, bytes))),
    canvases: data.canvases.map(reviveCanvas),
  }
}

/** What others than the workspace want to know of it: who is in it, and how far its clock is ahead. */
export function readWorkspace(file: string): Pick<WorkspaceData, 'people' | 'clockOffsetMs'> | undefined {
  return readStored(file)
}

function readStored(file: string): StoredData | undefined {
  if (!existsSync(file)) return undefined
  const stored = parseJson(readFileSync(file, 'utf8'))
  if (!isObject(stored) || stored.format !== FORMAT || !isObject(stored.data)) {
    throw new Error(`${file} is not a workspace of this version; move it away to start with a fresh one.`)
  }
  return stored.data as StoredData
}

/** Where the bytes of files are: `workspace.json` → `workspace-files`. */
export function filesFolder(stateFile: string): string {
  return `${stateFile.replace(/\.json$/, '')}-files`
}

type StoredData = Omit<WorkspaceData, 'channels' | 'files' | 'canvases'> & {
  channels: StoredChannel[]
  files: StoredFile[]
  canvases: StoredCanvas[]
}

/** Before, a file had its bytes in the state itself, in base64, and no filetype. */
type StoredFile = FileRecord & { content?: string }

async function reviveFile(stored: StoredFile, bytes: FileBytes): Promise<FileRecord> {
  const { content, ...file } = stored
  const known = { ...file, filetype: file.filetype ?? kindOf(file.name).filetype }
  if (content === undefined) return known
  const buffer = Buffer.from(content, 'base64')
  await bytes.put(file.id, buffer)
  return { ...known, ...factsOf(file.mimetype, buffer), uploaded: true }
}

/** Before, a canvas was one text. */
type StoredCanvas = CanvasRecord & { markdown?: string }

function reviveCanvas(stored: StoredCanvas): CanvasRecord {
  const { markdown, ...canvas } = stored
  if (markdown === undefined) return canvas
  const sections = markdown === '' ? [] : [{ id: `temp:C:${canvas.id}`, markdown }]
  const updated = canvas.created * 1_000
  return { ...canvas, sections, user: BOT.userId, updated, access: { users: {}, channels: {} } }
}

type StoredChannel = Omit<ChannelRecord, 'messages' | 'ephemerals'> & { messages: MessageRecord[] }

function revive(stored: StoredChannel): ChannelRecord {
  const messages = new Map(stored.messages.map((one) => [one.ts, one]))
  return { ...stored, messages, ephemerals: new Map() }
}

function serialize(data: WorkspaceData): string {
  const channels = data.channels.map(({ ephemerals: _, messages, ...channel }) => ({
    ...channel,
    messages: [...messages.values()],
  }))
  return JSON.stringify({ format: FORMAT, data: { ...data, channels } })
}

/** Writes the state soon after a change, several changes at once, one write at a time. */
export class StateFile {
  readonly #file: string
  readonly #clock: WorkspaceClock
  readonly #data: () => WorkspaceData
  #dirty = false
  #scheduled = false
  #writing: Promise<void> = Promise.resolve()
  #lastWriteMs = 0
  #closed = false
  #waiting: (() => void)[] = []

  constructor(file: string, clock: WorkspaceClock, data: () => WorkspaceData) {
    this.#file = file
    this.#clock = clock
    this.#data = data
    mkdirSync(dirname(file), { recursive: true })
  }

  changed(): void {
    this.#dirty = true
    if (this.#scheduled || this.#closed) return
    this.#scheduled = true
    const wait = Math.max(PERSIST_AFTER_MS, this.#lastWriteMs / PERSIST_SHARE)
    this.#clock.afterReal(wait, () => {
      // Closing writes what is left itself; a write that began beside it would outlive it.
      if (!this.#closed) this.#writing = this.#writing.then(() => this.#write())
    })
  }

  /** Resolves when all that was changed before is on disk, or could not be written there. */
  saved(): Promise<void> {
    if (!this.#dirty || this.#closed) return this.#writing
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Waits for a write under way and writes what is left. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#writing
    if (this.#dirty) {
      const temporary = this.#temporary()
      writeFileSync(temporary, serialize(this.#data()), { flush: true })
      renameSync(temporary, this.#file)
      this.#dirty = false
    }
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  async #write(): Promise<void> {
    this.#scheduled = false
    if (!this.#dirty || this.#closed) return // what is left, `close` writes itself
    this.#dirty = false
    const waiting = this.#waiting
    this.#waiting = []
    const started = this.#clock.elapsed()
    const temporary = this.#temporary()
    try {
      const handle = await open(temporary, 'w')
      await handle.writeFile(serialize(this.#data()))
      await handle.sync()
      await handle.close()
      await rename(temporary, this.#file)
    } catch {
      // The disk may be full or the folder gone: the state stays in memory and the next change tries again.
      this.#dirty = true
    }
    this.#lastWriteMs = this.#clock.elapsed() - started
    for (const resolve of waiting) resolve()
  }

  #temporary(): string {
    return `${this.#file}.${randomBytes(4).toString('hex')}.tmp`
  }
}
