import type { OurPage } from '../core/comms/page.ts'
import { pageTitle } from '../core/comms/page-text.ts'
import type { Incident } from '../core/incident/incident.ts'
import { mark } from './view.ts'

/** The title of the public incident as we left it, from the message that brought it there. */
export function titleOf({ comms }: Incident, ours: OurPage | undefined): string | undefined {
  if (ours === undefined) return undefined
  return comms.messages
    .map(({ text }) => pageTitle(text, true))
    .findLast((title) => mark(title) === ours.name)
}
