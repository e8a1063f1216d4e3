/** What came in by webhooks since the start, by source and by what became of it: for the metrics. */
export type WebhookCounts = {
  count(source: string, outcome: WebhookOutcome): void
  all(): { source: string; outcome: WebhookOutcome; count: number }[]
}

/** `taken`, or why it was refused. */
export type WebhookOutcome =
  | 'taken'
  | 'not-set-up'
  | 'unauthorised'
  | 'method'
  | 'content-type'
  | 'too-large'
  | 'cut-off'
  | 'malformed'
  | 'unknown-source'
  | 'not-stored'

export function createWebhookCounts(): WebhookCounts {
  const counts = new Map<string, { source: string; outcome: WebhookOutcome; count: number }>()
  return {
    count(source, outcome) {
      const key = `${source} ${outcome}`
      counts.set(key, { source, outcome, count: (counts.get(key)?.count ?? 0) + 1 })
    },
    all: () => [...counts.values()],
  }
}
