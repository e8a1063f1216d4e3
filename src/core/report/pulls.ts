import type { Entry, Instant } from '../decider.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { createSpans, type Span } from './spans.ts'

/** When a kill switch was pulled for an incident, as far as was seen. */
export type Pulled = { name: string; times: Span<'pulled'>[] }

/** More switches than this are not told apart; a policy hardly has as many. */
const SWITCHES_MAX = 60

/** Follows every kill switch through a timeline, told in the order of its entries. */
export function createPulls() {
  const switches = new Map<string, { name: string; spans: ReturnType<typeof createSpans<'pulled'>> }>()

  function spansOf(key: string, name: string) {
    const known = switches.get(key)
    if (known !== undefined || switches.size >= SWITCHES_MAX) return known?.spans
    const spans = createSpans<'pulled'>()
    switches.set(key, { name, spans })
    return spans
  }

  return {
    add({ event, at }: Entry<IncidentEvent>): void {
      switch (event.type) {
        case 'switch-pulled':
          spansOf(event.switch, event.name)?.begin(at, 'pulled')
          break
        case 'switch-restored':
          switches.get(event.switch)?.spans.end(at)
          break
        case 'switch-settled': // whatever was wanted, this is how it is
          if (event.pulled) spansOf(event.switch, event.name)?.begin(at, 'pulled')
          else switches.get(event.switch)?.spans.end(at)
          break
      }
    },
    /** In the order in which they were first pulled; what is still pulled ends at `until`. */
    done: (until: Instant): Pulled[] =>
      [...switches.values()].map(({ name, spans }) => ({ name, times: spans.done(until) })),
  }
}
