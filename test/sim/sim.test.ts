import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const RUN = path.join(import.meta.dirname, 'run.ts')
/** Nights that every run lives through, and those that only this one does. */
const FIXED = { from: 1, count: 10 }
const FRESH = 5
const NIGHTS_TIMEOUT_MS = 240_000

/** A process of its own: the simulation replaces clocks, timers and sockets of the one that it runs in. */
async function simulate(...options: string[]): Promise<string> {
  const args = ['--max-semi-space-size=32', RUN, ...options]
  const ran = promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
  return ran.then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => {
      // A failing night has been shrunken to a story by now, with the command that replays it.
      throw new Error(`${error.stdout}\n${error.stderr}`)
    },
  )
}

describe('a night of faults', { timeout: NIGHTS_TIMEOUT_MS }, () => {
  it('breaks no promise, in those that everybody lives through and in some that nobody has yet', async () => {
    const fresh = String(1_000_000 + Math.floor(Math.random() * 1e9))
    const [fixed, other] = await Promise.all([
      simulate('--seeds', String(FIXED.count), '--from', String(FIXED.from)),
      simulate('--seeds', String(FRESH), '--from', fresh),
    ])
    expect(`${fixed}${other}`).toMatch(/all clean[\s\S]*all clean/)
  })

  it('is the same night when it is lived through again, byte for byte', async () => {
    const [one, other] = await Promise.all([
      simulate('--seed', '7', '--log'),
      simulate('--seed', '7', '--log'),
    ])
    expect(other).toBe(one)
    expect(one).toContain('Faults:')
  })
})
