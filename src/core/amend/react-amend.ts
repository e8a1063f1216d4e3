import { forgetFiles } from '../capture/react-capture.ts'
import type { Entry, Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { type Owed, say, syncCard, syncTopic } from '../incident/owed.ts'
import { syncAllPages } from '../incident/react-clock.ts'
import type { AmendEvent } from './amend.ts'

/** What is amended is told where people talk, and the card shows what stands now. */
export function reactAmend({ event, recordedAt }: Entry<AmendEvent>, state: Incident): Owed[] {
  if (event.type !== 'entry-redacted') return [...say(state), syncCard(state)]
  // Whatever shows the words is drawn anew: the story lines about the entry, the card, the topic and the pages.
  return [
    ...redactCopies(state, event.entry, recordedAt),
    ...say(state),
    syncCard(state),
    ...syncTopic(state),
    ...syncAllPages(state),
    ...forgetFiles(state, event.entry),
  ]
}

/** A message that was on its way when the words were removed is there by then. */
const LOOK_AGAIN_MS = 60_000

/** Subjects of their own: removing a secret must not wait behind what is merely said, nor behind the second look. */
function redactCopies({ id }: Incident, entry: number, at: Instant): Owed[] {
  const look: Owed = { kind: 'slack.redact-copies', lane: 'say', subject: `redact:${id}:${entry}` }
  return [look, { ...look, subject: `${look.subject}:again`, notBefore: at + LOOK_AGAIN_MS }]
}
