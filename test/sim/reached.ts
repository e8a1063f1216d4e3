import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Unreached } from './coverage.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const FILES_NAMED = 25

/** Which code no night ran, over many processes. */
export function createReached() {
  /** By file, one byte a character: 1 where some night was. */
  const run = new Map<string, Uint8Array>()

  return {
    add(text: string): void {
      for (const [file, pieces] of Object.entries(JSON.parse(text) as Unreached)) {
        const known = run.get(file) ?? new Uint8Array(readFileSync(path.join(ROOT, file), 'utf8').length)
        const here = new Uint8Array(known.length).fill(1)
        for (const [from, to] of pieces) here.fill(0, from, to)
        for (let at = 0; at < known.length; at += 1) if (here[at] === 1) known[at] = 1
        run.set(file, known)
      }
    },
    /** Lines for people: how much was reached, and where most was not. */
    summary(): string[] {
      if (run.size === 0) return []
      const files = [...run].map(([file, bytes]) => ({ file, ...linesOf(file, bytes) }))
      const reached = files.reduce((sum, { lines, missed }) => sum + lines - missed.length, 0)
      const all = files.reduce((sum, { lines }) => sum + lines, 0)
      const worst = files
        .filter(({ missed }) => missed.length > 0)
        .sort((one, other) => other.missed.length - one.missed.length)
      return [
        `Code reached: ${reached} of ${all} lines (${((100 * reached) / all).toFixed(1)} %) of the ${files.length} files that were loaded. Reached by no night, most first:`,
        ...worst
          .slice(0, FILES_NAMED)
          .map(({ file, missed }) => `  ${String(missed.length).padStart(5)} ${file}: ${spans(missed)}`),
        ...(worst.length > FILES_NAMED ? [`  and ${worst.length - FILES_NAMED} files more`] : []),
      ]
    },
  }
}

/** Lines with code on them, and which of them were never run. */
function linesOf(file: string, bytes: Uint8Array): { lines: number; missed: number[] } {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  let at = 0
  let lines = 0
  const missed: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const code = line.search(/[^\s})\];,*/]/)
    if (code !== -1 && !/^\s*(\/\/|\/\*|\*|import |export type |type )/.test(line)) {
      lines += 1
      if (bytes[at + code] === 0) missed.push(index + 1)
    }
    at += line.length + 1
  }
  return { lines, missed }
}

/** `3-7, 12` */
function spans(lines: number[]): string {
  const parts: string[] = []
  for (let index = 0; index < lines.length && parts.length < 8; index += 1) {
    const from = lines[index] ?? 0
    let to = from
    while (lines[index + 1] === to + 1) {
      index += 1
      to += 1
    }
    parts.push(from === to ? String(from) : `${from}-${to}`)
  }
  return parts.join(', ')
}
