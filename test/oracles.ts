import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ORACLES = path.join(import.meta.dirname, '..', '..', 'shared', 'oracles')

/** A description of an outside system that others wrote down; undefined, and said so, where it is not at hand. */
export function oracle(file: string): unknown {
  const full = path.join(ORACLES, file)
  if (existsSync(full)) return JSON.parse(readFileSync(full, 'utf8'))
  console.info(`${file} is not at hand, so nothing was held against it`)
  return undefined
}
