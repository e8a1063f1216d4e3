import { SEVERITIES } from './incident/incident.ts'
import type { PolicyContent } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { ROLE_REFERENCE } from './policy-fields.ts'
import { NONE } from './policy-promises.ts'

/** What is wrong with updates, ladders and recovery objectives that no single field shows. */
export function checkPromises(policy: PolicyContent): Problem[] {
  return [
    ...impossibleUpdates(policy),
    ...unknownLadders(policy),
    ...uselessEscalations(policy),
    ...unknownRoles(policy),
    ...brokenLadders(policy),
    ...idleLadders(policy),
    ...disorderedShares(policy),
  ]
}

/** A nudge or a grace as long as the interval would reach into the one before or after. */
function impossibleUpdates({ severities }: PolicyContent): Problem[] {
  return SEVERITIES.flatMap((key) => {
    const { updates } = severities[key]
    if (updates === NONE) return []
    const at = (setting: string, message: string): Problem => ({
      path: ['severities', key, 'updates', setting],
      message,
      allowed: `less than ${updates.everyMinutes}, which is everyMinutes`,
    })
    const relaxed = updates.everyMinutesWhileMonitoring
    return [
      ...(updates.nudgeBeforeMinutes >= updates.everyMinutes
        ? [at('nudgeBeforeMinutes', 'The nudge would come before the interval begins.')]
        : []),
      ...(updates.graceMinutes >= updates.everyMinutes
        ? [at('graceMinutes', 'The grace would last into the next interval.')]
        : []),
      ...(relaxed !== undefined && relaxed < updates.everyMinutes
        ? [
            {
              path: ['severities', key, 'updates', 'everyMinutesWhileMonitoring'],
              message: 'While monitoring, updates would come more often than before.',
              allowed: `at least ${updates.everyMinutes}, which is everyMinutes`,
            },
          ]
        : []),
    ]
  })
}

function unknownLadders({ severities, classes, ladders }: PolicyContent): Problem[] {
  const known = Object.keys(ladders)
  const ofClasses = Object.entries(classes).flatMap(([key, { ladder }]) =>
    ladder === undefined || known.includes(ladder)
      ? []
      : [
          {
            path: ['classes', key, 'ladder'],
            message: `There is no ladder "${ladder}".`,
            allowed: known.join(', '),
          },
        ],
  )
  const ofSeverities = SEVERITIES.filter(
    (key) => severities[key].ladder !== NONE && !known.includes(severities[key].ladder),
  ).map((key) => ({
    path: ['severities', key, 'ladder'],
    message: `There is no ladder "${severities[key].ladder}".`,
    allowed: [...known, NONE].join(', '),
  }))
  return [...ofSeverities, ...ofClasses]
}

/** Nobody would be paged, and whoever wrote it believes otherwise. */
function uselessEscalations({ severities }: PolicyContent): Problem[] {
  return SEVERITIES.filter(
    (key) => severities[key].ladder === NONE && severities[key].escalateAfterMinutes !== undefined,
  ).map((key) => ({
    path: ['severities', key, 'escalateAfterMinutes'],
    message: `${key.toUpperCase()} has no ladder to climb.`,
    allowed: 'a ladder, or no escalateAfterMinutes',
  }))
}

function unknownRoles({ rungs, roles }: PolicyContent): Problem[] {
  return Object.entries(rungs).flatMap(([rung, { page }]) =>
    page.flatMap((reference, index) => {
      const path = ['rungs', rung, 'page', index]
      if (page.indexOf(reference) !== index) return [{ path, message: `"${reference}" stands here twice.` }]
      if (!reference.startsWith(ROLE_REFERENCE)) return []
      const role = reference.slice(ROLE_REFERENCE.length)
      if (Object.hasOwn(roles, role)) return []
      return [{ path, message: `There is no role "${role}".`, allowed: Object.keys(roles).join(', ') }]
    }),
  )
}

function brokenLadders({ ladders, rungs }: PolicyContent): Problem[] {
  return Object.entries(ladders).flatMap(([ladder, { rungs: own, next }]) => [
    ...own.flatMap((rung, index) => {
      if (Object.hasOwn(rungs, rung)) return []
      const allowed = Object.keys(rungs).join(', ')
      return [{ path: ['ladders', ladder, 'rungs', index], message: `There is no rung "${rung}".`, allowed }]
    }),
    ...continuation(ladder, next, ladders),
    ...(next === undefined || Object.hasOwn(ladders, next) ? repeatedRungs(ladder, ladders) : []),
  ])
}

function continuation(
  ladder: string,
  next: string | undefined,
  ladders: PolicyContent['ladders'],
): Problem[] {
  const path = ['ladders', ladder, 'next']
  if (next === undefined) return []
  if (!Object.hasOwn(ladders, next)) {
    const others = Object.keys(ladders).filter((other) => other !== ladder)
    return [
      {
        path,
        message: `There is no ladder "${next}".`,
        allowed: others.length > 0 ? others.join(', ') : 'no next',
      },
    ]
  }
  const way = chain(ladder, ladders)
  if (way.at(-1) !== ladder) return []
  return [
    {
      path,
      message: `This ladder leads back to itself: ${way.join(' → ')}.`,
      allowed: 'a ladder that does not come back here',
    },
  ]
}

/** The ladders that follow each other, up to the end or to the first that stands in it already. */
function chain(ladder: string, ladders: PolicyContent['ladders']): string[] {
  const way = [ladder]
  for (let next = ladders[ladder]?.next; next !== undefined; next = ladders[next]?.next) {
    way.push(next)
    if (way.indexOf(next) < way.length - 1) break
  }
  return way
}

/** Climbing past the same people twice in one round is a loop too. */
function repeatedRungs(ladder: string, ladders: PolicyContent['ladders']): Problem[] {
  const way = chain(ladder, ladders)
  const isLoop = new Set(way).size < way.length
  const own = ladders[ladder]?.rungs ?? []
  const later = isLoop ? [] : way.slice(1).flatMap((next) => ladders[next]?.rungs ?? [])
  return own.flatMap((rung, index) => {
    const again = own.indexOf(rung) !== index || later.includes(rung)
    return again
      ? [
          {
            path: ['ladders', ladder, 'rungs', index],
            message: `The rung "${rung}" stands twice on this ladder and what follows it.`,
            allowed: 'each rung once; `rounds` says how often the whole is climbed',
          },
        ]
      : []
  })
}

/** A rung on no ladder can still be paged by hand; a ladder that nothing uses is a mistake. */
function idleLadders({ ladders, severities, classes }: PolicyContent): Problem[] {
  const used = new Set([
    ...SEVERITIES.map((key) => severities[key].ladder),
    ...Object.values(classes).map(({ ladder }) => ladder),
  ])
  const followed = new Set(Object.values(ladders).map(({ next }) => next))
  return Object.keys(ladders)
    .filter((ladder) => !used.has(ladder) && !followed.has(ladder))
    .map((ladder) => ({
      path: ['ladders', ladder],
      message: `No severity, no class and no other ladder uses "${ladder}".`,
      allowed: 'a severity or class with this ladder, or no such ladder',
    }))
}

function disorderedShares({ severities, classes }: PolicyContent): Problem[] {
  const promised = [
    ...SEVERITIES.map((key) => ({ at: ['severities', key], recovery: severities[key].recovery })),
    ...Object.entries(classes).map(([key, { recovery }]) => ({ at: ['classes', key], recovery })),
  ]
  return promised.flatMap(({ at, recovery }) => {
    const shares = recovery?.escalateAtPercent ?? []
    const wrong = shares.findIndex((share, index) => index > 0 && share <= (shares[index - 1] ?? 0))
    return wrong === -1
      ? []
      : [
          {
            path: [...at, 'recovery', 'escalateAtPercent', wrong],
            message: 'The percentages do not rise.',
            allowed: 'each larger than the one before, such as [50, 80, 100]',
          },
        ]
  })
}
