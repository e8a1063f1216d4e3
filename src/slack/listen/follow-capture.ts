import { isRejection } from '../../core/decider.ts'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import type { Intent } from '../../core/intent.ts'
import { refusal } from '../views/answers.ts'
import { evidenceModal, momentModal, noteModal } from '../views/capture-forms.ts'
import type { Asked, Desk } from './desk.ts'
import type { Reply } from './follow.ts'
import { meant } from './meant.ts'

type AboutCapture = Extract<Intent, { intent: 'note' | 'evidence' | 'moment' }>

export function isAboutCapture(intent: Intent): intent is AboutCapture {
  return ['note', 'evidence', 'moment'].includes(intent.intent)
}

/** The command to give, or the form for what was left out, with what was said in it. */
export async function aboutCapture(
  desk: Desk,
  asked: Asked,
  intent: AboutCapture,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const at = intent.when === undefined ? undefined : await meant(desk, asked.user, intent.when)
  if (isRejection(at)) return { message: refusal(at.rejected) }
  const when = at === undefined ? {} : { at }
  switch (intent.intent) {
    case 'note':
      return intent.text
        ? { type: 'note', text: intent.text, ...when }
        : { form: noteModal(incident, undefined, at) }
    case 'evidence':
      return intent.items
        ? { type: 'add-evidence', items: intent.items, ...when }
        : { form: evidenceModal(incident, at) }
    case 'moment': {
      const { moment, reason } = intent
      if (moment !== undefined && at !== undefined && reason !== undefined)
        return { type: 'correct-moment', moment, at, reason }
      return {
        form: momentModal(incident, { ...(moment && { moment }), ...when, ...(reason && { reason }) }),
      }
    }
  }
}
