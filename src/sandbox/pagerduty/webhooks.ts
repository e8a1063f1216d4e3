import { createHmac } from 'node:crypto'
import type { WorkspaceClock } from '../clock.ts'
import { secret } from '../ids.ts'
import { PAGERDUTY_OWED } from '../limits.ts'
import type { Account } from './account.ts'
import type { OwedWebhook } from './records.ts'

/** Webhooks v3 to the app: signed, sent again when it is not there, and stopped for a while when it refuses them. */

const ANSWER_WITHIN_MS = 5_000
/** After how long each further try is made, on the workspace's clock. */
const AGAIN_AFTER_MS = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 3_600_000]
const REFUSALS_UNTIL_SILENT = 3
const SILENT_MS = 24 * 3_600_000

export type Subscriber = {
  /** Undefined: it is not there yet. */
  url: () => string | undefined
  secrets: readonly string[]
}

export class Webhooks {
  readonly #account: Account
  readonly #clock: WorkspaceClock
  readonly #subscriber: Subscriber
  readonly #changed: () => void
  #sending = new Set<Promise<void>>()
  #isClosed = false
  /** The last events, for sending one again as the real one now and then does. */
  #sent: OwedWebhook[] = []

  constructor(given: {
    account: Account
    clock: WorkspaceClock
    subscriber: Subscriber
    changed: () => void
  }) {
    this.#account = given.account
    this.#clock = given.clock
    this.#subscriber = given.subscriber
    this.#changed = given.changed
    for (const owed of this.#account.data.owed) this.#sendAt(owed)
  }

  /** `wire` makes the body of an event from its id. */
  send(wire: (id: string) => unknown): void {
    const { data } = this.#account
    if (data.silentUntil !== undefined && data.silentUntil > this.#clock.now()) return
    const id = secret(13).toUpperCase()
    const owed: OwedWebhook = { id, body: JSON.stringify(wire(id)), attempts: 0, due: this.#clock.now() }
    data.owed.push(owed)
    data.owed.splice(0, data.owed.length - PAGERDUTY_OWED)
    this.#begin(owed)
  }

  /** Once nothing is on its way; what waits for another try does not count. */
  async quiet(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending)
  }

  /** The last event once more, in the same bytes. False: there was none. */
  async again(): Promise<boolean> {
    const last = this.#sent.at(-1)
    if (last === undefined) return false
    await this.#post(last)
    return true
  }

  close(): void {
    this.#isClosed = true
  }

  #sendAt(owed: OwedWebhook): void {
    this.#clock.after(owed.due - this.#clock.now(), () => this.#begin(owed))
  }

  #begin(owed: OwedWebhook): void {
    const sending = this.#attempt(owed).finally(() => this.#sending.delete(sending))
    this.#sending.add(sending)
  }

  async #attempt(owed: OwedWebhook): Promise<void> {
    if (this.#isClosed) return
    owed.attempts++
    const status = await this.#post(owed)
    if (this.#isClosed) return
    this.#sent = [...this.#sent.slice(-9), owed]
    const isTaken = status !== undefined && status >= 200 && status < 300
    const isRefused = status !== undefined && status >= 300 && status < 500 && status !== 429
    const wait = AGAIN_AFTER_MS[owed.attempts - 1]
    if (isTaken || isRefused || wait === undefined) this.#settle(owed, isRefused)
    else {
      owed.due = this.#clock.now() + wait
      this.#sendAt(owed)
    }
    this.#changed()
  }

  #settle(owed: OwedWebhook, isRefused: boolean): void {
    const { data } = this.#account
    data.owed = data.owed.filter((one) => one !== owed)
    data.refusals = isRefused ? data.refusals + 1 : 0
    if (data.refusals < REFUSALS_UNTIL_SILENT) return
    data.refusals = 0
    data.silentUntil = this.#clock.now() + SILENT_MS
  }

  /** The status of the answer; undefined when there was none in time. */
  async #post({ body }: OwedWebhook): Promise<number | undefined> {
    const url = this.#subscriber.url()
    if (url === undefined) return undefined
    const signature = this.#subscriber.secrets
      .map((one) => `v1=${createHmac('sha256', one).update(body).digest('hex')}`)
      .join(',')
    const late = new AbortController()
    const cancel = this.#clock.afterReal(ANSWER_WITHIN_MS, () => late.abort())
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'PagerDuty-Webhook/V3.0',
          'x-pagerduty-signature': signature,
          'x-webhook-id': secret(16),
          'x-webhook-subscription': 'PTOCSINHOOK',
        },
        body,
        redirect: 'manual',
        signal: late.signal,
      })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      return undefined
    } finally {
      cancel()
    }
  }
}
