import type { PublicStatus, Text } from '../../core/comms/comms.ts'
import {
  affectedOn,
  goesToPage,
  IMPACT_OF,
  IMPACTS,
  type OnPage,
  type OurPage,
  type PartState,
} from '../../core/comms/page.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { type Entered, entered, enteredAll, FIELDS, partField } from '../fields.ts'
import { AFFECTED } from '../views/comms-page.ts'

/** What a new text sets on the page: as bad as the severity says at first, and what is affected there already. */
export function pageAtFirst(
  { comms, severity }: Incident,
  policy: Policy,
  audiences: readonly string[],
  status: PublicStatus | undefined,
): Pick<Text, 'page'> {
  if (!goesToPage(audiences, policy)) return {}
  const parts = affectedOn(comms.statuspage)
  const first = comms.statuspage === undefined && status !== 'resolved'
  const page: OnPage = {
    ...(first && { impact: IMPACT_OF[severity] }),
    ...(Object.keys(parts).length > 0 && { parts }),
  }
  return Object.keys(page).length > 0 ? { page } : {}
}

/** What was chosen for the page; where the form does not ask, what stood there before. */
export function pageIn(
  values: Entered,
  before: OnPage | undefined,
  ours: OurPage | undefined,
): Pick<Text, 'page'> {
  if (!(FIELDS.pageImpact in values)) return before === undefined ? {} : { page: before }
  const impact = IMPACTS.find((known) => known === entered(values, FIELDS.pageImpact))
  const parts = partsIn(values, before, ours)
  const quiet = enteredAll(values, FIELDS.subscribers).length === 0
  const page: OnPage = {
    ...(impact !== undefined && { impact }),
    ...(Object.keys(parts).length > 0 && { parts }),
    ...(quiet && { quiet }),
  }
  return Object.keys(page).length > 0 ? { page } : {}
}

/** A part in two lists is as bad as the worse says; one that was affected and is in none works again. */
function partsIn(
  values: Entered,
  before: OnPage | undefined,
  ours: OurPage | undefined,
): Record<string, PartState> {
  if (!AFFECTED.some((state) => partField(state) in values)) return before?.parts ?? {}
  const chosen: Record<string, PartState> = {}
  for (const state of AFFECTED.toReversed())
    for (const id of enteredAll(values, partField(state))) chosen[id] = state
  const again = Object.keys(affectedOn(ours)).filter((id) => chosen[id] === undefined)
  return { ...Object.fromEntries(again.map((id) => [id, 'operational'])), ...chosen }
}
