import { readFileSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.join(import.meta.dirname, '..', '..')
/** The simulated world is no part of what is looked at, nor are the tools beside the bot. */
const LOOKED_AT = /^src\/(?!sandbox\/)/

/** By file: the pieces of its text that were not run, from–to. */
export type Unreached = Record<string, [from: number, to: number][]>

/** What code the nights of this process run, by V8's own count. */
export async function startCoverage() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
  return {
    async write(file: string): Promise<void> {
      const { result } = await session.post('Profiler.takePreciseCoverage')
      const all: Unreached = {}
      for (const { url, functions } of result) {
        const name = url.startsWith('file:') ? path.relative(ROOT, fileURLToPath(url)) : ''
        if (!LOOKED_AT.test(name)) continue
        // Later ranges lie inside of earlier ones and say it better.
        const text = readFileSync(path.join(ROOT, name), 'utf8')
        const run = new Uint8Array(text.length).fill(1)
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges)
            run.fill(count > 0 ? 1 : 0, startOffset, endOffset)
        all[name] = piecesOf(run)
      }
      writeFileSync(file, JSON.stringify(all))
    },
  }
}

function piecesOf(run: Uint8Array): [number, number][] {
  const pieces: [number, number][] = []
  for (let at = 0; at < run.length; at += 1) {
    if (run[at] === 1) continue
    const from = at
    while (at < run.length && run[at] === 0) at += 1
    pieces.push([from, at])
  }
  return pieces
}
