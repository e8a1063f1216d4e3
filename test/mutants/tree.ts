import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Breakage } from './breakage.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

/** A copy of the project in which things may be broken; the working tree is only read. */
export type Tree = {
  folder: string
  /** False when the text does not stand exactly once in the file. */
  break(breakage: Breakage): boolean
  mend(breakage: Breakage): void
  remove(): void
}

/** Copies everything that git knows or would take; what is installed is shared by a link. */
export function copyTree(): Tree {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-mutants-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  for (const file of listed.split('\n').filter((name) => name !== '' && name !== 'node_modules')) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    cpSync(path.join(ROOT, file), path.join(folder, file))
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  const sound = new Map<string, string>()
  const textOf = (file: string) => {
    const known = sound.get(file) ?? readFileSync(path.join(folder, file), 'utf8')
    sound.set(file, known)
    return known
  }
  return {
    folder,
    break({ file, find, replace }) {
      if (!existsSync(path.join(folder, file))) return false
      const pieces = textOf(file).split(find)
      if (pieces.length !== 2) return false
      writeFileSync(path.join(folder, file), pieces.join(replace))
      return true
    },
    mend: ({ file }) => writeFileSync(path.join(folder, file), textOf(file)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
