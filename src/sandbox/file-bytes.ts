import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The bytes of uploaded files, by file id: beside the state file when there is one, otherwise in memory. They
 * are not in the state file, which is written anew after every change.
 */
export class FileBytes {
  readonly #folder: string | undefined
  #kept = new Map<string, Buffer>()
  #underWay = new Set<Promise<unknown>>()

  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** Resolves when they are where a killed process leaves them. */
  async put(id: string, bytes: Buffer): Promise<void> {
    if (this.#folder === undefined) this.#kept.set(id, bytes)
    else await this.#tracked(write(this.#folder, id, bytes))
  }

  /** Undefined: they are not here, or no longer. */
  async get(id: string): Promise<Buffer | undefined> {
    if (this.#folder === undefined) return this.#kept.get(id)
    return await readFile(join(this.#folder, id)).catch(() => undefined)
  }

  /** Forgets them; what cannot be removed now stays behind unused. */
  drop(id: string): void {
    if (this.#folder === undefined) this.#kept.delete(id)
    else void this.#tracked(rm(join(this.#folder, id), { force: true })).catch(() => undefined)
  }

  /** Resolves when nothing is being written any more: whoever asked may have gone meanwhile. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  async #tracked(work: Promise<void>): Promise<void> {
    this.#underWay.add(work)
    await work.finally(() => this.#underWay.delete(work))
  }
}

async function write(folder: string, id: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `${id}.${randomBytes(4).toString('hex')}.tmp`)
  await writeFile(temporary, bytes, { flush: true })
  await rename(temporary, join(folder, id))
}
