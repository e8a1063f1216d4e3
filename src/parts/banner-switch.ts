import type { Policy } from '../core/policy.ts'
import type { SwitchProvider, SwitchValue } from '../core/switch/provider.ts'
import { placeOf } from '../core/switch/terms.ts'

/** The flags that banners are shown by; empty means that nothing is shown. */
export function bannerFlags({
  audiences,
}: Pick<Policy, 'audiences'>): { key: string; normal: SwitchValue }[] {
  const flags = Object.values(audiences).flatMap(({ reach }) => (reach.by === 'banner' ? [reach.flag] : []))
  return [...new Set(flags)].map((key) => ({ key, normal: '' }))
}

/**
 * A banner's flag can be a kill switch too, for a line that is ready at any hour. A message in its place is nobody
 * tampering with the switch: whoever spoke last counts. So what is neither of the switch's own two texts is read as
 * what the switch wants. `wanted`: by the key of the switch.
 */
export function withBanners(
  provider: SwitchProvider,
  policy: Pick<Policy, 'audiences' | 'switches'>,
  wanted: (key: string) => Promise<SwitchValue | undefined>,
): SwitchProvider {
  const banners = new Set(bannerFlags(policy).map(({ key }) => key))
  const shared = Object.entries(policy.switches).flatMap(([key, rules]) => {
    const flag = String(placeOf(key, rules).flag)
    return rules.provider === 'built-in' && banners.has(flag) ? [[flag, { key, rules }] as const] : []
  })
  const byFlag = new Map(shared)
  return {
    set: provider.set,
    async read(place, signal) {
      const read = await provider.read(place, signal)
      const known = byFlag.get(String(place.flag))
      if (!read.ok || known === undefined) return read
      const { normal, safe } = known.rules
      if (read.value === normal || read.value === safe) return read
      return { ok: true, value: (await wanted(known.key)) ?? normal }
    },
  }
}
