import type { KnownBlock } from '@slack/types'
import { type Message, messageNumbered } from '../../core/comms/comms.ts'
import { isPublicStatus, newestOnPage, openPage, STATUS_NAMES } from '../../core/comms/page.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { MESSAGE_ANSWER_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { context, divider, input, option, section, textInput } from '../blocks.ts'
import { FIELDS } from '../fields.ts'
import { audienceNames, standing, whoMayApproveAll } from './comms-words.ts'

/** Whom the end is told to: whoever was told last on the status page. */
export function toldOnPage({ comms }: Incident, policy: Policy): string[] {
  const told = newestOnPage(comms)?.reach?.map(({ audience }) => audience) ?? []
  return [...new Set(told)].filter(
    (key) => policy.audiences[key] !== undefined && policy.audiences[key].reach.by !== 'banner',
  )
}

/** A message that says that it is over, and is not out yet. */
export function saysOver({ comms }: Incident): Message | undefined {
  const over = comms.messages.findLast(
    ({ text, stage }) => text.status === 'resolved' && (stage === 'waiting' || stage === 'draft'),
  )
  return over && messageNumbered(comms, over.number)
}

/** In the form that resolves: the status page is resolved too, unless told otherwise. Nothing without an open one. */
export function publicEndInputs(incident: Incident, policy: Policy): KnownBlock[] {
  const page = openPage(incident.comms)
  const audiences = toldOnPage(incident, policy)
  if (page === undefined || audiences.length === 0) return []
  const status = isPublicStatus(page.status) ? STATUS_NAMES[page.status] : page.status
  const head = section(`🌐 *The status page says ${status}.*`)
  const over = saysOver(incident)
  if (over !== undefined)
    return [
      divider,
      head,
      context(`Message ${over.number} says that it is over. ${standing(over, policy)[0] ?? ''}`),
    ]
  const box = option('Resolve it there too', 'too', 'All affected parts are shown as working again')
  return [
    divider,
    head,
    input({
      id: FIELDS.publicToo,
      label: `For ${audienceNames(audiences, policy)}`,
      optional: true,
      element: { type: 'checkboxes', options: [box], initial_options: [box] },
    }),
    input({
      id: FIELDS.publicNews,
      label: 'What works again, for customers?',
      hint: 'The message says it with when it began and ended.',
      optional: true,
      element: textInput({
        multiline: true,
        max: MESSAGE_ANSWER_MAX,
        placeholder: 'Orders can be placed as usual',
      }),
    }),
    context(whenItGoes(audiences, policy)),
    divider,
  ]
}

function whenItGoes(audiences: readonly string[], policy: Policy): string {
  const who = whoMayApproveAll(audiences, policy)
  return who === ''
    ? 'The message goes out as soon as you resolve.'
    : `The message goes out as soon as one of these has approved it: ${who}. Until then the page stays as it is.`
}
