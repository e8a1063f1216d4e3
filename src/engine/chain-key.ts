import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { digestOf } from './chain.ts'
import { makeFolder } from './folder.ts'

const KEY_BYTES = 32
/** Under this name the database remembers which key its timelines were begun with. */
export const KEY_FACT = 'chain-key'

/** The key of the hash chain is missing or too short; the message says what to do. */
export class ChainKeyUnusable extends Error {
  override name = 'ChainKeyUnusable'
}

/**
 * The key of the timelines' hash chain: 64 hex digits from the environment, else from a file that only its
 * owner can read, made on first use. Whoever has the key can forge a timeline; whoever loses it cannot verify one.
 */
export function chainKey(
  fromEnvironment: string | undefined,
  file: string,
  { mayCreate = true }: { mayCreate?: boolean } = {},
): KeyObject {
  if (fromEnvironment !== undefined) return parse(fromEnvironment, 'TIMELINE_KEY')
  try {
    return parse(readFileSync(file, 'utf8').trim(), file)
  } catch (error) {
    if (error instanceof ChainKeyUnusable) throw error
    if ((error as { code?: string }).code !== 'ENOENT')
      throw new ChainKeyUnusable(`The key ${file} cannot be read: ${(error as Error).message}`)
  }
  if (!mayCreate)
    throw new ChainKeyUnusable(
      `The key of the timelines is not at ${file}. Put it back there, or set TIMELINE_KEY to it.`,
    )
  return create(file)
}

/** Complete and on the disk before it has its name, and never over a key that is there already. */
function create(file: string): KeyObject {
  const unfinished = `${file}.${process.pid}`
  try {
    makeFolder(dirname(file))
    const text = randomBytes(KEY_BYTES).toString('hex')
    writeFileSync(unfinished, `${text}\n`, { mode: 0o600, flush: true })
    linkSync(unfinished, file)
  } catch (error) {
    // EEXIST: another process was quicker, and its key counts.
    if ((error as { code?: string }).code !== 'EEXIST')
      throw new ChainKeyUnusable(`The key cannot be kept in ${file}: ${(error as Error).message}`)
  } finally {
    rmSync(unfinished, { force: true })
  }
  return parse(readFileSync(file, 'utf8').trim(), file)
}

/**
 * Throws when the database was begun under another key: every entry from then on would look forged. `known`
 * keeps the first fingerprint that it is given and gives back the one that it keeps.
 */
export async function holdToKey(
  key: KeyObject,
  known: (fingerprint: string) => Promise<string>,
): Promise<void> {
  const fingerprint = digestOf(key, 'the key of these timelines')
  if ((await known(fingerprint)) === fingerprint) return
  throw new ChainKeyUnusable(
    'The key of the timelines is not the one that this database was begun with. Put back timeline.key, or set TIMELINE_KEY to the first one.',
  )
}

function parse(text: string, source: string): KeyObject {
  if (/^[0-9a-f]{64}$/i.test(text)) return createSecretKey(Buffer.from(text, 'hex'))
  throw new ChainKeyUnusable(
    `${source} must be ${KEY_BYTES * 2} hex digits. Make one with: openssl rand -hex ${KEY_BYTES}`,
  )
}
