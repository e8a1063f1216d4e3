import type { Breakage } from './breakage.ts'

/** What only whole nights are sure to notice: what goes wrong between the bot and the systems of others. */
export const nightBreakages: readonly Breakage[] = [
  {
    name: 'a switch is looked at once and never again',
    why: 'Somebody turns the assistant on again in LaunchDarkly, and it is shown as stopped.',
    file: 'src/switches/watch.ts',
    find: '    if (last === undefined) return 0\n',
    replace: '    if (last === undefined) return 0\n    if (last.at > 0) return Number.POSITIVE_INFINITY\n',
    noticedBy: ['test/sim/sim.test.ts'],
  },
  {
    name: 'of several alerts in one request the first is left out',
    why: 'Alertmanager is told that it was taken, sends it no more, and nobody ever sees it.',
    file: 'src/alerts/webhooks.ts',
    find: 'await intake.take(reading.signals)',
    replace: 'await intake.take(reading.signals.slice(1))',
    noticedBy: ['test/sim/sim.test.ts', 'test/alerts/webhooks.test.ts'],
  },
  {
    name: 'what takes two to restore takes one',
    why: 'One tired person turns every automatic answer on again.',
    file: 'src/core/switch/gate.ts',
    find: 'const alone = approval?.for.includes(act) !== true',
    replace: "const alone = approval?.for.includes(act) !== true || act === 'restore'",
    noticedBy: ['test/sim/sim.test.ts', 'test/core/switch/properties.test.ts'],
  },
  {
    name: 'what is critical has no ladder',
    why: 'The shop is down, the line is red, and nobody is called.',
    file: 'src/core/alert/promises.ts',
    find: '...(ladder !== NONE && { ladder',
    replace: "...(ladder !== NONE && level !== 'critical' && { ladder",
    noticedBy: ['test/sim/sim.test.ts'],
  },
]
