import type { SwitchValue } from '../core/switch/provider.ts'
import type { Flag, FlagConfig, Instruction, Served } from './wire.ts'

/**
 * What customers get from a flag in one environment. The order in which LaunchDarkly looks: a flag that is off
 * serves its off variation, and so does one whose prerequisites are not met; then individual targets, then rules,
 * then the fallthrough.
 */
export type Serving = { one: SwitchValue } | { many: string }

export function servingOf(flag: Flag, config: FlagConfig): Serving {
  if (!config.on) {
    const off = valueAt(flag, config.offVariation)
    return off === undefined
      ? { many: 'it is off and has no variation for that, so every program uses its own default' }
      : { one: off }
  }
  const everybody = servedBy(flag, config.fallthrough)
  if (everybody === undefined) return { many: 'it is rolled out by percentage' }
  const others = exceptions(flag, config).filter(({ values }) => values.some((value) => value !== everybody))
  if (others.length === 0) return { one: everybody }
  return { many: `${others.map(({ what }) => what).join(' and ')} can serve something else` }
}

/** Who may get something else than the fallthrough: every way in which a customer can come to another variation. */
function exceptions(flag: Flag, config: FlagConfig): { what: string; values: unknown[] }[] {
  const targets = [...(config.targets ?? []), ...(config.contextTargets ?? [])].filter(
    ({ values }) => (values ?? []).length > 0,
  )
  const rules = config.rules ?? []
  return [
    {
      what: 'its prerequisites',
      values: (config.prerequisites ?? []).map(() => valueAt(flag, config.offVariation)),
    },
    { what: 'individual targets', values: targets.map(({ variation }) => valueAt(flag, variation)) },
    { what: 'its rules', values: rules.map((rule) => servedBy(flag, rule)) },
  ]
}

/**
 * What has to be changed so that everybody gets `value`; none when they do already, undefined when no variation has
 * that value. Off is preferred where it serves the value: it holds whatever rules and targets say. A rollout is
 * replaced only when nothing else leads there.
 */
export function instructionsFor(
  flag: Flag,
  config: FlagConfig,
  value: SwitchValue,
  allowTargeting: boolean,
): Instruction[] | undefined {
  const serving = servingOf(flag, config)
  if ('one' in serving && serving.one === value) return []
  if (valueAt(flag, config.offVariation) === value) return config.on ? [{ kind: 'turnFlagOff' }] : []
  const on: Instruction[] = config.on ? [] : [{ kind: 'turnFlagOn' }]
  if (allowTargeting && value === true) return on
  if (servedBy(flag, config.fallthrough) === value) return on
  const variation = flag.variations.find((each) => each.value === value)
  if (variation === undefined) return undefined
  return [...on, { kind: 'updateFallthroughVariationOrRollout', variationId: variation._id }]
}

/** The one value that a rule or the fallthrough serves; undefined when it serves several, or none that is simple. */
function servedBy(flag: Flag, served: Served | null | undefined): SwitchValue | undefined {
  if (typeof served?.variation === 'number') return valueAt(flag, served.variation)
  if (served?.rollout?.experimentAllocation) return undefined
  const shares = served?.rollout?.variations.filter(({ weight }) => weight > 0) ?? []
  const values = new Set(shares.map(({ variation }) => valueAt(flag, variation)))
  return values.size === 1 ? [...values][0] : undefined
}

function valueAt(flag: Flag, index: number | null | undefined): SwitchValue | undefined {
  const value = typeof index === 'number' ? flag.variations[index]?.value : undefined
  return typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number'
    ? value
    : undefined
}
