import type { Target } from '../../core/incident/clock.ts'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import type { Intent } from '../../core/intent.ts'
import { escalateModal, pageModal } from '../views/page-forms.ts'
import type { Desk } from './desk.ts'
import type { Reply } from './follow.ts'

export type AboutPromise = Extract<Intent, { intent: 'snooze' | 'escalate' | 'page' | 'ack' }>

export function isAboutPromise(intent: Intent): intent is AboutPromise {
  return ['snooze', 'escalate', 'page', 'ack'].includes(intent.intent)
}

/** The command to give, or the form for what was left out. */
export async function aboutPromise(
  desk: Desk,
  intent: AboutPromise,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const { policy } = desk
  switch (intent.intent) {
    case 'snooze':
      return { type: 'snooze', ...(intent.minutes === undefined ? {} : { minutes: intent.minutes }) }
    case 'ack':
      return { type: 'acknowledge' }
    case 'escalate': {
      const { to, reason } = intent
      if (reason === undefined) return { form: escalateModal(incident, policy, to) }
      return { type: 'escalate', reason, ...(to && { to: await checked(desk, to) }) }
    }
    case 'page': {
      const { to, text } = intent
      if (to === undefined || text === undefined) return { form: pageModal(incident, policy, to) }
      return { type: 'page', to: await checked(desk, to), text }
    }
  }
}

/** With what the workspace says of a person who is named. */
export async function checked(desk: Desk, to: Target): Promise<Target> {
  if (!('user' in to)) return to
  const { standing } = await desk.people.person(to.user)
  return { user: to.user, standing }
}
