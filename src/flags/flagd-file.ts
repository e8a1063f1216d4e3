import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { variantOf } from './answers.ts'
import type { Flag } from './flag.ts'

/** Anybody on the machine may read which switches are pulled; only the bot says so. */
const MODE = 0o644

/**
 * The flags as a file in flagd's format, for whoever must know them while the bot is down. Replaced as a whole, so
 * that no reader ever sees half of it; changes that come while one is written are written together.
 */
export function createFlagdFile(file: string, onError: (error: unknown) => void) {
  let wanted: string | undefined
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    while (wanted !== undefined) {
      const text = wanted
      wanted = undefined
      await replace(file, text).catch(onError)
    }
    writing = undefined
  }

  return {
    write(flags: readonly Flag[]): void {
      wanted = `${JSON.stringify(inFlagdFormat(flags), null, 2)}\n`
      writing ??= writeAll()
    },
    /** Resolves when the file is as it was last asked for, or could not be. */
    async written(): Promise<void> {
      await writing
    },
  }
}

function inFlagdFormat(flags: readonly Flag[]): object {
  const entries = flags.map((flag) => [
    flag.key,
    {
      state: 'ENABLED',
      variants: {
        ...(flag.normal !== undefined && { normal: flag.normal }),
        ...(!flag.isNormal && { changed: flag.value }),
      },
      defaultVariant: variantOf(flag),
    },
  ])
  return { $schema: 'https://flagd.dev/schema/v0/flags.json', flags: Object.fromEntries(entries) }
}

async function replace(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}`
  try {
    const handle = await open(beside, 'w', MODE)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
