import type { Problem } from '../core/policy-check.ts'
import type { Place, SwitchValue } from '../core/switch/provider.ts'
import { type DeclaredFlag, isFlagKey, valueProblem } from './flag.ts'

/** What the policy says of a switch that matters here. */
type Placed = { provider: string; at: Place; normal: SwitchValue; safe: SwitchValue }

/** The policy's name for where these switches live. */
const HERE = 'built-in'

/** The flags that the policy's built-in switches are: each under its own key, unless `at.flag` gives another. */
export function declaredFlags(switches: Readonly<Record<string, Placed>>): DeclaredFlag[] {
  return builtIn(switches).map(([key, { at, normal }]) => ({ key: String(at.flag ?? key), normal }))
}

/** Mistakes in the policy's built-in switches, with paths from the root of the policy. */
export function flagProblems(switches: Readonly<Record<string, Placed>>): Problem[] {
  const taken = new Map<string, string>()
  return builtIn(switches).flatMap(([key, rules]) => {
    const problem = problemOf(rules)
    if (problem) return [{ ...problem, path: ['switches', key, ...problem.path] }]
    const flag = String(rules.at.flag ?? key)
    const other = taken.get(flag)
    taken.set(flag, key)
    if (other === undefined) return []
    const message = `The switches "${other}" and "${key}" are the same flag, so that setting one would set the other.`
    return [{ path: ['switches', key, 'at'], message, allowed: 'a flag of its own for each' }]
  })
}

function problemOf({ at, normal, safe }: Placed): Problem | undefined {
  const unknown = Object.keys(at).find((name) => name !== 'flag')
  if (unknown !== undefined)
    return { path: ['at', unknown], message: `There is no \`${unknown}\` here.`, allowed: 'flag' }
  if (at.flag !== undefined && !isFlagKey(at.flag)) {
    const message = `"${String(at.flag)}" cannot be the key of a flag.`
    return { path: ['at', 'flag'], message, allowed: 'letters, digits, ".", "_" and "-"' }
  }
  for (const [name, value] of Object.entries({ normal, safe })) {
    const message = valueProblem(value, normal)
    if (message !== undefined) return { path: [name], message }
  }
  return undefined
}

function builtIn(switches: Readonly<Record<string, Placed>>): [string, Placed][] {
  return Object.entries(switches).filter(([, { provider }]) => provider === HERE)
}
