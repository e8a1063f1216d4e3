import type { KnownBlock } from '@slack/types'
import { isOut } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { context, divider, header, section } from '../blocks.ts'
import { named, statusButton } from './switch-buttons.ts'
import { byUrgency, standingLine, switchName, switchSign } from './switch-labels.ts'

/** As many as anybody has out at once; `/killswitch` shows all. */
const SHOWN_MAX = 5

/** The kill switches that are not at their daily value, what needs somebody first. Nothing when none is. */
export function switchesAtHome(switches: readonly Switch[]): KnownBlock[] {
  const out = switches.filter(isOut).toSorted(byUrgency)
  if (out.length === 0) return []
  const more = out.length - SHOWN_MAX
  return [
    header(`Pulled kill switches (${out.length})`),
    ...out.slice(0, SHOWN_MAX).map((state) => {
      const text = `${switchSign(state)} ${switchName(state)}\n${standingLine(state)}`
      return section(text, statusButton(named(state)))
    }),
    ...(more > 0 ? [context(`${more} more: \`/killswitch\` shows all.`)] : []),
    divider,
  ]
}
