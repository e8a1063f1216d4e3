import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import type { EvidenceFiles } from '../../src/engine/evidence-files.ts'
import { createStore } from '../../src/engine/store.ts'
import { emptyDatabase } from './databases.ts'

const F1 = { stream: 'INC-1', file: 'F1' }
/** A megabyte in which every place has its own byte, handed over in odd pieces. */
const BYTES = Buffer.from(Array.from({ length: 1_000_000 }, (_, n) => (n * 31 + (n >> 8)) & 255))

async function* pieces(bytes = BYTES, size = 70_001) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function read(files: EvidenceFiles, place = F1): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of files.read(place)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe.each(['sqlite', 'postgres'] as const)('copies of files on %s', (kind) => {
  async function files() {
    const database = await openDatabase(await emptyDatabase(kind))
    const store = createStore(database, systemClock())
    onTestFinished(() => store.close())
    return store.files
  }

  it('come back as they were, in parts', async () => {
    const kept = await files()
    await kept.keep(F1, () => pieces())
    expect((await read(kept)).equals(BYTES)).toBe(true)
    const parts: number[] = []
    for await (const part of kept.read(F1)) parts.push(part.length)
    expect(Math.max(...parts)).toBeLessThan(400_000) // nobody waits for a whole file to be written
    expect(await read(kept, { stream: 'INC-2', file: 'F1' })).toHaveLength(0)
  })

  it('are replaced by a newer copy, also by a shorter one', async () => {
    const kept = await files()
    await kept.keep(F1, () => pieces())
    await kept.keep(F1, () => pieces(Buffer.from('short')))
    expect((await read(kept)).toString()).toBe('short')
  })

  it('leave nothing behind when the bytes break off', async () => {
    const kept = await files()
    const broken = async function* () {
      yield* pieces()
      throw new Error('the connection broke')
    }
    await expect(kept.keep(F1, broken)).rejects.toThrow('the connection broke')
    expect(await read(kept)).toHaveLength(0)
  })

  it('are forgotten one by one', async () => {
    const kept = await files()
    const other = { stream: 'INC-1', file: 'F2' }
    await kept.keep(F1, () => pieces(Buffer.from('secret')))
    await kept.keep(other, () => pieces(Buffer.from('chart')))
    await kept.forget('INC-1', 'F1')
    expect(await read(kept)).toHaveLength(0)
    expect((await read(kept, other)).toString()).toBe('chart')
  })
})
