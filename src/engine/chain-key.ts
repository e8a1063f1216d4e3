import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEY_BYTES = 32

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
    if ((error as { code?: string }).code !== 'ENOENT') throw error
  }
  if (!mayCreate)
    throw new ChainKeyUnusable(`There is no key at ${file}. Set TIMELINE_KEY to the one it was written with.`)
  mkdirSync(dirname(file), { recursive: true })
  const key = randomBytes(KEY_BYTES)
  // `wx`: if another process made it in the meantime, that one counts.
  writeFileSync(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  return createSecretKey(key)
}

function parse(text: string, source: string): KeyObject {
  if (/^[0-9a-f]{64}$/i.test(text)) return createSecretKey(Buffer.from(text, 'hex'))
  throw new ChainKeyUnusable(
    `${source} must be ${KEY_BYTES * 2} hex digits. Make one with: openssl rand -hex ${KEY_BYTES}`,
  )
}
