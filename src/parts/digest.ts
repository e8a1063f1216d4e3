import { DIGEST_ID, digest } from '../core/digest/digest.ts'
import type { Engine } from '../engine/engine.ts'
import { ensureOnly } from '../engine/only-stream.ts'
import type { Part } from './part.ts'

/** The weekly digest keeps its own time once it is begun; a changed policy moves it at the next start. */
export function createDigestPart(engine: Engine): Part {
  const digests = engine.streams(digest)
  return {
    async begin() {
      await ensureOnly(digests, DIGEST_ID, (number) => ({ type: 'schedule' as const, number }))
      await digests.handle(
        DIGEST_ID,
        { type: 'schedule', number: 0 },
        { actor: { kind: 'bot' }, via: 'recovery' },
      )
    },
  }
}
