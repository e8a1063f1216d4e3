import { createHash } from 'node:crypto'
import type { Message } from '../blocks.ts'
import { notRecorded } from '../views/answers.ts'
import type { Desk } from './desk.ts'

/** Short name of a request, for logs and for people to quote. */
function referenceOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8)
}

/** Runs a listener's work. A throw is a bug or a broken store: logged, and the person is told that nothing was recorded. */
export async function guarded<T>(
  desk: Desk,
  key: string,
  work: () => Promise<T>,
  broken: (message: Message) => T,
): Promise<T> {
  const request = referenceOf(key)
  const startedAt = desk.now()
  try {
    const result = await work()
    desk.log.debug({ request, ms: desk.now() - startedAt }, 'handled a Slack request')
    return result
  } catch (error) {
    desk.log.error({ request, err: error }, 'a Slack request failed')
    return broken(notRecorded(request, desk.whyUnwritable(error)))
  }
}
