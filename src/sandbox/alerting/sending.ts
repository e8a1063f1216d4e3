import type { WorkspaceClock } from '../clock.ts'
import { ALERT_ANSWER_CHARS, ALERT_TIMEOUT_MS } from '../limits.ts'
import type { Json } from '../protocol.ts'

/** How a receiver took what it was sent: `again` when it may take it later, as Alertmanager judges. */
export type Taken = { ok: boolean; again: boolean; answer: string; ms: number }

const USER_AGENTS = { alertmanager: 'Alertmanager/0.28.1', uptime: 'uptime-check/2.4' } as const

/** One POST, over a connection of its own. Never throws: what goes wrong is an answer too. */
export async function post(
  to: { url: string; token: string; by: keyof typeof USER_AGENTS },
  body: Json,
  clock: WorkspaceClock,
): Promise<Taken> {
  const started = clock.elapsed()
  const took = () => Math.round(clock.elapsed() - started)
  const abort = new AbortController()
  const cancel = clock.afterReal(ALERT_TIMEOUT_MS, () => abort.abort())
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      headers: {
        'user-agent': USER_AGENTS[to.by],
        'content-type': 'application/json',
        authorization: `Bearer ${to.token}`,
        connection: 'close', // a receiver that was started anew is not one that hung up
      },
      body: JSON.stringify(body),
      signal: abort.signal,
    })
    const said = (await response.text()).slice(0, ALERT_ANSWER_CHARS)
    const answer = [`${response.status} ${response.statusText}`.trim(), said]
      .filter((one) => one !== '')
      .join(': ')
    return { ok: response.ok, again: response.status >= 500, answer, ms: took() }
  } catch {
    const answer = abort.signal.aborted
      ? `no answer within ${ALERT_TIMEOUT_MS / 1_000} s`
      : 'nobody listens there'
    return { ok: false, again: true, answer, ms: took() }
  } finally {
    cancel()
  }
}
