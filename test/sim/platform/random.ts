import { createRequire, syncBuiltinESMExports } from 'node:module'
import { stage } from './stage.ts'

const require = createRequire(import.meta.url)

function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  const { chanceOf, loop } = stage()
  const chance = chanceOf(loop.owner)
  for (let i = 0; i < size; i += 1) bytes[i] = chance.int(0, 255)
  return bytes
}

function randomUUID(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Replaces every source of chance that JavaScript code can reach. */
export function installRandom(): void {
  const crypto = require('node:crypto') as Record<string, unknown>
  Object.assign(crypto, {
    randomBytes,
    randomUUID,
    randomInt: (one: number, other?: number) => {
      const [from, to] = other === undefined ? [0, one] : [one, other]
      return stage()
        .chanceOf(stage().loop.owner)
        .int(from, to - 1)
    },
  })
  syncBuiltinESMExports()
  Math.random = () => stage().chanceOf(stage().loop.owner).next()
  Object.defineProperty(globalThis.crypto, 'randomUUID', { value: randomUUID, configurable: true })
}
