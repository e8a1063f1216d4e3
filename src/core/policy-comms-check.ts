import { SEVERITIES } from './incident/incident.ts'
import { AUDIENCES_MAX } from './limits.ts'
import { nearest } from './nearest.ts'
import type { PolicyContent } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { NONE } from './policy-promises.ts'

/** What is wrong with who is told that no single field shows. */
export function checkComms(policy: PolicyContent): Problem[] {
  const known = Object.keys(policy.audiences)
  return [...tooMany(known), ...promisedToNobody(policy, known), ...remindedTooSoon(policy)]
}

function tooMany(known: string[]): Problem[] {
  if (known.length <= AUDIENCES_MAX) return []
  const message = `There are ${known.length} audiences; a form cannot offer so many.`
  return [{ path: ['audiences'], message, allowed: `at most ${AUDIENCES_MAX}` }]
}

function promisedToNobody({ severities }: PolicyContent, known: string[]): Problem[] {
  return SEVERITIES.flatMap((severity) => {
    const promise = severities[severity].public
    if (promise === NONE || known.includes(promise.audience)) return []
    const meant = nearest(promise.audience, known)
    return [
      {
        path: ['severities', severity, 'public', 'audience'],
        message: `There is no audience "${promise.audience}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
        allowed: known.join(', ') || 'a key of `audiences`',
      },
    ]
  })
}

/** A reminder that would come before its time has begun reminds of nothing. */
function remindedTooSoon({ severities }: PolicyContent): Problem[] {
  return SEVERITIES.flatMap((severity) => {
    const promise = severities[severity].public
    if (promise === NONE) return []
    const shortest = Math.min(promise.firstWithinMinutes, promise.everyMinutes)
    if (promise.nudgeBeforeMinutes < shortest) return []
    return [
      {
        path: ['severities', severity, 'public', 'nudgeBeforeMinutes'],
        message: 'The reminder would come before the time begins that it is about.',
        allowed: `less than ${shortest}`,
      },
    ]
  })
}
