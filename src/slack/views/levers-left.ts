import type { KnownBlock, StaticSelect } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import { undecidedSwitches } from '../../core/incident/levers.ts'
import { REASON_MAX } from '../../core/limits.ts'
import { divider, input, option, plain, section, textInput } from '../blocks.ts'
import { FIELDS, leverField } from '../fields.ts'
import { LIMITS } from '../limits.ts'

/** What can become of a switch that is pulled when its incident is resolved. */
export const LEFT = { later: 'later', restore: 'restore', keep: 'keep' } as const

/** More than these are asked about in the thread instead: a form that long is not read. */
const ASKED_MAX = 6

/** Asks for each switch that is still pulled what becomes of it; nothing when none is. */
export function leftInputs(incident: Incident): KnownBlock[] {
  const left = undecidedSwitches(incident).slice(0, ASKED_MAX)
  if (left.length === 0) return []
  const options = [
    option('Decide later', LEFT.later, 'You are asked again; until then it cannot be closed'),
    option('Restore it now', LEFT.restore, 'Where the policy has steps, in their order'),
    option('Keep it pulled', LEFT.keep, 'On purpose: with a reason, and somebody who answers'),
  ]
  const [later] = options
  const element: StaticSelect = { type: 'static_select', options, ...(later && { initial_option: later }) }
  const person = { type: 'users_select', placeholder: plain('You', LIMITS.placeholder) } as const
  return [
    divider,
    section(
      `🛑 *Still pulled: ${left.length === 1 ? 'a kill switch' : `${left.length} kill switches`}.* What becomes of it?`,
    ),
    ...left.map(({ key, name }) => input({ id: leverField(key), label: `${name} (${key})`, element })),
    input({
      id: FIELDS.keepReason,
      label: 'If one stays pulled: why?',
      optional: true,
      element: textInput({ max: REASON_MAX, placeholder: 'The check comes with the next release' }),
    }),
    input({
      id: FIELDS.person,
      label: 'Who answers for what stays pulled?',
      optional: true,
      element: person,
    }),
  ]
}
