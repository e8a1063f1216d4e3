import { Gauge, type Registry } from 'prom-client'

/** What is asked at every look at the metrics. */
type Watched = { ready(): boolean; held(): number }

/** What the bot says of itself: whether it can work, and how much of the machine it takes. */
export function ownMetrics(registers: Registry[]) {
  let watched: Watched = { ready: () => false, held: () => 0 }
  const gauges: Record<string, [help: string, read: () => number]> = {
    tocsin_ready: [
      '1 while everything works that the bot needs, as /readyz says',
      () => (watched.ready() ? 1 : 0),
    ],
    tocsin_timers_held: [
      'Timelines whose timers could not be handled and are tried again',
      () => watched.held(),
    ],
    tocsin_open_resources: [
      'Sockets, timers, files and requests that keep the process busy',
      () => process.getActiveResourcesInfo().length,
    ],
    process_resident_memory_bytes: ['Memory that the process takes', () => process.memoryUsage.rss()],
  }
  for (const [name, [help, read]] of Object.entries(gauges)) {
    const collect = function (this: Gauge) {
      this.set(read())
    }
    new Gauge({ name, help, registers, collect })
  }
  return {
    /** Until this is called, nothing is ready. */
    watch(look: Watched): void {
      watched = look
    },
  }
}
