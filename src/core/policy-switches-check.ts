import { type PolicyContent, switchLists } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { ROLE_REFERENCE } from './policy-fields.ts'
import { SWITCH_ACTS } from './policy-switches.ts'

/** What is wrong with kill switches that no single field shows. */
export function checkSwitches(policy: PolicyContent): Problem[] {
  return [
    ...impossibleValues(policy),
    ...sharedFlags(policy),
    ...lonelyApprovals(policy),
    ...openRoles(policy),
    ...unknownClasses(policy),
    ...brokenBundles(policy),
    ...brokenStages(policy),
    ...unheardTrouble(policy),
  ]
}

function impossibleValues({ switches }: PolicyContent): Problem[] {
  return Object.entries(switches).flatMap(([key, { normal, safe }]) => {
    if (typeof normal !== typeof safe) {
      const allowed = `a ${NAMES[typeof normal]}, as \`normal\` is`
      return [{ path: ['switches', key, 'safe'], message: 'The two values are of different types.', allowed }]
    }
    if (normal !== safe) return []
    return [
      {
        path: ['switches', key, 'safe'],
        message: 'Pulling it would change nothing: both values are the same.',
        allowed: 'a value other than `normal`',
      },
    ]
  })
}

/** The built-in flags go by the key of their switch unless `at` says otherwise; no two may be the same. */
function sharedFlags({ switches }: PolicyContent): Problem[] {
  const taken = new Map<unknown, string>()
  return Object.entries(switches).flatMap(([key, { provider, at }]) => {
    if (provider !== 'built-in') return []
    const { flag = key, ...rest } = at
    const [stray] = Object.keys(rest)
    if (stray !== undefined) {
      const allowed = '`flag`, or nothing: then it is the key of the switch'
      return [
        { path: ['switches', key, 'at', stray], message: `A built-in switch has no \`${stray}\`.`, allowed },
      ]
    }
    if (typeof flag !== 'string' || !FLAG.test(flag)) {
      const allowed = 'letters, digits, ".", "_" and "-"'
      return [
        { path: ['switches', key, 'at', 'flag'], message: 'This cannot be the key of a flag.', allowed },
      ]
    }
    const other = taken.get(flag)
    taken.set(flag, key)
    if (other === undefined) return []
    const message = `The switches "${other}" and "${key}" are the same flag, so that setting one would set the other.`
    return [{ path: ['switches', key], message, allowed: 'a flag of its own for each' }]
  })
}

/** Clients put keys into addresses without encoding them. */
const FLAG = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

const NAMES: Record<string, string> = { boolean: 'true or false', number: 'number', string: 'text' }

/** An approval nobody can give, or an override by somebody who may not act at all. */
function lonelyApprovals({ switches }: PolicyContent): Problem[] {
  return Object.entries(switches).flatMap(([key, rules]) => {
    const { approval } = rules
    if (approval === undefined) return []
    const path = ['switches', key, 'approval']
    const onlyOne = SWITCH_ACTS.filter((act) => approval.for.includes(act)).filter((act) => {
      const who = act === 'pull' ? rules.mayPull : rules.mayRestore
      return who !== 'members' && (who.length === 0 || (who.length === 1 && isOnePerson(who[0] ?? '')))
    })
    const alone = onlyOne.map((act) => ({
      path: [...path, 'for'],
      message: `A second person has to approve, but not more than one may ${act} it.`,
      allowed: `more than one person in \`may${act === 'pull' ? 'Pull' : 'Restore'}\``,
    }))
    const strangers = approval.override.flatMap((reference, index) =>
      approval.for.some((act) => includes(act === 'pull' ? rules.mayPull : rules.mayRestore, reference))
        ? []
        : [
            {
              path: [...path, 'override', index],
              message: `"${reference}" may go without a second person, but may not do it at all.`,
              allowed: 'who stands in `mayPull` or `mayRestore` as well',
            },
          ],
    )
    return [...alone, ...strangers]
  })
}

/** An id, an e-mail address, or the holder of a role; a handle may be a group's. */
function isOnePerson(reference: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(reference) || /^[^@]+@/.test(reference) || reference.startsWith('role:')
}

function includes(who: 'members' | string[], reference: string): boolean {
  return who === 'members' || who.includes(reference)
}

/** A right that hangs on a role is everybody's right when everybody may take the role. */
function openRoles(policy: PolicyContent): Problem[] {
  const { roles, may } = policy
  if (may['take-role'] !== 'members' && may['assign-role'] !== 'members') return []
  return switchLists(policy).flatMap(({ path, list }) =>
    list.flatMap((reference, index) => {
      const role = reference.startsWith(ROLE_REFERENCE) ? reference.slice(ROLE_REFERENCE.length) : undefined
      if (role === undefined || !Object.hasOwn(roles, role) || roles[role]?.heldBy !== undefined) return []
      return [
        {
          path: [...path, index],
          message: `Every member may take the role "${role}", and so may do this.`,
          allowed: `a role whose \`heldBy\` says who may hold it, or "members"`,
        },
      ]
    }),
  )
}

function unknownClasses({ switches, classes }: PolicyContent): Problem[] {
  return Object.entries(switches).flatMap(([key, { suggestedFor }]) =>
    suggestedFor.classes.flatMap((name, index) =>
      Object.hasOwn(classes, name)
        ? []
        : [
            {
              path: ['switches', key, 'suggestedFor', 'classes', index],
              message: `There is no class "${name}".`,
              allowed: Object.keys(classes).join(', '),
            },
          ],
    ),
  )
}

function brokenBundles(policy: PolicyContent): Problem[] {
  const { bundles, switches } = policy
  return Object.entries(bundles).flatMap(([key, bundle]) => [
    ...(Object.hasOwn(switches, key)
      ? [{ path: ['bundles', key], message: `"${key}" is a switch already.`, allowed: 'another key' }]
      : []),
    ...unknownSwitches(policy, ['bundles', key, 'switches'], bundle.switches),
  ])
}

function brokenStages(policy: PolicyContent): Problem[] {
  const placed = policy.restoreStages.flatMap((stage) => stage.switches)
  return policy.restoreStages.flatMap((stage, index) => {
    const path = ['restoreStages', index, 'switches']
    const earlier = policy.restoreStages.slice(0, index).flatMap((other) => other.switches)
    const twice = stage.switches.flatMap((key, at) =>
      earlier.includes(key) && placed.indexOf(key) !== placed.lastIndexOf(key)
        ? [{ path: [...path, at], message: `"${key}" stands in an earlier step already.` }]
        : [],
    )
    return [...unknownSwitches(policy, path, stage.switches), ...twice]
  })
}

function unknownSwitches({ switches }: PolicyContent, path: (string | number)[], keys: string[]): Problem[] {
  return keys.flatMap((key, index) => {
    if (keys.indexOf(key) !== index)
      return [{ path: [...path, index], message: `"${key}" stands here twice.` }]
    if (Object.hasOwn(switches, key)) return []
    const allowed = Object.keys(switches).join(', ') || 'a switch of `switches`'
    return [{ path: [...path, index], message: `There is no switch "${key}".`, allowed }]
  })
}

/** A switch that gets stuck at night has to wake somebody. */
function unheardTrouble({ switches, switchTrouble, rungs }: PolicyContent): Problem[] {
  const unknown = switchTrouble.tell.flatMap((rung, index) =>
    Object.hasOwn(rungs, rung)
      ? []
      : [
          {
            path: ['switchTrouble', 'tell', index],
            message: `There is no rung "${rung}".`,
            allowed: Object.keys(rungs).join(', '),
          },
        ],
  )
  if (Object.keys(switches).length === 0 || switchTrouble.tell.length > 0) return unknown
  return [
    {
      path: ['switchTrouble', 'tell'],
      message: 'Nobody would be told when a switch does not do what it should.',
      allowed: `at least one rung: ${Object.keys(rungs).join(', ')}`,
    },
  ]
}
