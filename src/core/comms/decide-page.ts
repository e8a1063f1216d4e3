import { reject } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { Answer } from '../incident/topic.ts'
import { QUOTE_BACK_MAX, WHY_MAX } from '../limits.ts'
import { clip, line } from '../text.ts'
import type { CommsCommand, CommsEvent, Found } from './comms.ts'
import { DELETED, differences, isUnderWay, type OurPage, type PageView, type PageWords } from './page.ts'

type OnPageCommand = Extract<CommsCommand, { type: `record-statuspage-${string}` | `${string}-statuspage` }>

/** What follows from what was found on the status page, and from what somebody decided about it. */
export function decidePage(state: Incident, command: OnPageCommand): Answer {
  const ours = state.comms.statuspage
  switch (command.type) {
    case 'record-statuspage-drift':
      // What was read before or while something of ours went there says nothing about now.
      if (ours?.entry !== command.entry || isUnderWay(state.comms)) return []
      return looked(ours, command.found)
    case 'record-statuspage-restored':
      return ours?.entry === command.entry
        ? [{ type: 'statuspage-told', page: command.page, restored: true }]
        : []
    case 'record-statuspage-unrestored':
      if (ours?.entry !== command.entry || ours.restoring !== true) return []
      return [{ type: 'statuspage-unrestored', why: clip(line(command.why), WHY_MAX) }]
    case 'take-statuspage':
    case 'restore-statuspage':
      return settled(state, command)
  }
}

/** Ours is there now; what somebody else had changed just before is said too, since ours went over it. */
export function told({ comms }: Incident, page: PageView, before: Found | undefined): CommsEvent[] {
  const ours = comms.statuspage
  const drifted = ours === undefined || before === undefined ? [] : looked(ours, before)
  return [...drifted.filter(({ type }) => type === 'statuspage-drifted'), { type: 'statuspage-told', page }]
}

function looked(ours: OurPage, found: Found): CommsEvent[] {
  const { page } = found
  const what = page === undefined ? [DELETED] : differences(ours, page, shortened(found.words))
  if (what.length === 0) return ours.drift === undefined ? [] : [{ type: 'statuspage-agreed' }]
  const said = clip(what.join(' '), WHY_MAX)
  const isKnown = ours.drift !== undefined && JSON.stringify(ours.drift.page) === JSON.stringify(page)
  return isKnown ? [] : [{ type: 'statuspage-drifted', found: said, ...(page && { page }) }]
}

function shortened({ name, updates }: PageWords): PageWords {
  const short = (words: string) => clip(line(words), QUOTE_BACK_MAX)
  return {
    name: short(name),
    updates: Object.fromEntries(Object.entries(updates).map(([id, words]) => [id, short(words)])),
  }
}

/** Both answers are to what was on the screen: what has changed since has to be looked at first. */
function settled(
  { id, comms }: Incident,
  { type, entry }: Extract<OnPageCommand, { type: `${string}-statuspage` }>,
): Answer {
  const { statuspage: ours } = comms
  if (ours?.drift === undefined || ours.entry !== entry)
    return reject(
      'no-drift',
      `The status page is as ${id} left it by now, or another message went there since. Nothing is to be settled.`,
    )
  if (isUnderWay(comms))
    return reject('page-under-way', 'Something is on its way to the status page. Look again in a minute.')
  if (type === 'restore-statuspage') return [{ type: 'statuspage-restoring' }]
  const { page } = ours.drift
  return [{ type: 'statuspage-taken', ...(page && { page }) }]
}
