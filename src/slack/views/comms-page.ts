import type { Checkboxes, InputBlock, KnownBlock, MultiStaticSelect, StaticSelect } from '@slack/types'
import type { Text } from '../../core/comms/comms.ts'
import {
  affectedOn,
  IMPACT_NAMES,
  IMPACTS,
  isPublicStatus,
  type OurPage,
  openPage,
  PART_STATES,
  type PartState,
  partsOf,
  STATE_NAMES,
  STATUS_NAMES,
} from '../../core/comms/page.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, input, option, plain, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { FIELDS, partField } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'

/** Worse than working, the worst first: each has a list of parts to choose. */
export const AFFECTED: readonly PartState[] = PART_STATES.filter(
  (state) => state !== 'operational',
).toReversed()

/** What the page shows beside the text: how bad it is, what is affected, and whether subscribers are written to. */
export function pageInputs({ page, status }: Text, policy: Policy, ours: OurPage | undefined): InputBlock[] {
  const chosen = page?.parts ?? affectedOn(ours)
  const parts = partsOf(policy)
  return [
    input({
      id: FIELDS.pageImpact,
      label: 'How bad is it for them?',
      hint: 'Colours the page. Left open, the page goes by what is affected.',
      optional: true,
      element: impactSelect(page?.impact),
    }),
    // When it is over, everything works again.
    ...(parts.length === 0 || status === 'resolved'
      ? []
      : AFFECTED.map((state) => partsInput(state, parts, chosen))),
    input({
      id: FIELDS.subscribers,
      label: 'Subscribers of the page',
      optional: true,
      element: subscribersBox(page?.quiet !== true),
    }),
  ]
}

function impactSelect(chosen: string | undefined): StaticSelect {
  const options = IMPACTS.map((impact) => option(IMPACT_NAMES[impact], impact))
  const initial = options.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    placeholder: plain('As the page sees it', LIMITS.placeholder),
    options,
    ...(initial && { initial_option: initial }),
  }
}

function partsInput(
  state: PartState,
  parts: { id: string; name: string }[],
  chosen: Readonly<Record<string, PartState>>,
): InputBlock {
  const options = parts.slice(0, LIMITS.selectOptions).map(({ id, name }) => option(name, id))
  const initial = options.filter(({ value = '' }) => chosen[value] === state)
  const element: MultiStaticSelect = {
    type: 'multi_static_select',
    placeholder: plain('None', LIMITS.placeholder),
    options,
    ...(initial.length > 0 && { initial_options: initial }),
  }
  return input({ id: partField(state), label: `${STATE_NAMES[state]} of`, optional: true, element })
}

function subscribersBox(checked: boolean): Checkboxes {
  const box = option('Write to them', 'notify', 'By mail or text message, as they chose on the page')
  return { type: 'checkboxes', options: [box], ...(checked && { initial_options: [box] }) }
}

/** What a text sets on the page beside its words, a line each. */
export function pageLines({ page }: Text, policy: Pick<Policy, 'audiences'>): string[] {
  if (page === undefined) return []
  const names = new Map(partsOf(policy).map(({ id, name }) => [id, name]))
  const parts = Object.entries(page.parts ?? {}).map(
    ([id, state]) => `${lineOf(names.get(id) ?? id, SHOWN.choice)}: ${STATE_NAMES[state]}`,
  )
  return [
    ...(page.impact === undefined ? [] : [`_Impact: ${IMPACT_NAMES[page.impact]}_`]),
    ...(parts.length === 0 ? [] : [`_${parts.join(' · ')}_`]),
    ...(page.quiet === true ? ['_Subscribers are not written to._'] : []),
  ]
}

/** How the public incident stands, for the card and the list of messages; undefined when there is none. */
export function pageLine({ comms, status }: Incident): string | undefined {
  const ours = comms.statuspage
  if (ours === undefined) return undefined
  const name = isPublicStatus(ours.status) ? STATUS_NAMES[ours.status] : lineOf(ours.status, SHOWN.choice)
  const there = `${link(ours)} says *${name}*`
  if (ours.restoring === true) return `🌐 ${there}; ours is on its way back.`
  if (ours.drift !== undefined)
    return `⚠️ The status page was changed there: ${lineOf(ours.drift.found, SHOWN.reason)}`
  if (status === 'resolved' && openPage(comms) !== undefined) return `⏰ ${there} still.`
  return openPage(comms) === undefined ? undefined : `🌐 ${there}.`
}

function link({ url }: OurPage): string {
  return url !== undefined && /^https?:\/\/[^\s<>|]+$/.test(url)
    ? `<${url}|The status page>`
    : 'The status page'
}

/** What can be done about a change that somebody made there, under the story that tells of it. */
export function pageControls(event: IncidentEvent, incident: Incident, seq: number): KnownBlock[] {
  const tells = event.type === 'statuspage-drifted' || event.type === 'statuspage-unrestored'
  return tells ? driftRow(incident, `drift ${incident.id} ${seq}`) : []
}

/** The two answers to a drift, as long as it is one. */
export function driftRow({ id, comms }: Incident, blockId: string): KnownBlock[] {
  const { statuspage: ours } = comms
  if (ours?.drift === undefined || ours.restoring === true) return []
  const value = controlValue(id, `${ours.entry}`)
  return [
    actions(blockId, [
      button({
        text: 'Put ours back',
        action: ACTIONS.restoreStatuspage,
        value,
        label: `Put the status page of ${id} back to how it was left`,
        style: 'primary',
      }),
      button({
        text: 'Leave it as it is there',
        action: ACTIONS.leaveStatuspage,
        value,
        label: `Leave the status page of ${id} as it was changed`,
      }),
    ]),
  ]
}

/** To whoever has just resolved the incident while the page says otherwise. */
export function pageStill(incident: Incident): KnownBlock[] {
  const said = openPage(incident.comms) === undefined ? undefined : pageLine(incident)
  if (said === undefined) return []
  const tell = button({
    text: 'Tell people…',
    action: ACTIONS.comms,
    value: controlValue(incident.id),
    label: `Messages of ${incident.id}`,
  })
  return [section(said, tell)]
}

/** For the list of messages: how the page stands, and what can be done about it. */
export function pageBlocks(incident: Incident): KnownBlock[] {
  const said = pageLine(incident)
  return said === undefined ? [] : [section(said), ...driftRow(incident, `comms drift ${incident.id}`)]
}
