import { allows, type Person } from '../authority.ts'
import type { Incident } from '../incident/incident.ts'
import type { Audience } from '../policy-comms.ts'
import { NONE } from '../policy-promises.ts'
import type { Message } from './comms.ts'

type Audiences = Readonly<Record<string, Audience>>

/** The audiences that this revision may not go to yet. One that the policy does not have any more is among them. */
export function unapproved(message: Message, audiences: Audiences): string[] {
  return message.audiences.filter((key) => {
    const audience = Object.hasOwn(audiences, key) ? audiences[key] : undefined
    if (audience === undefined) return true
    return audience.approve !== NONE && !message.approvals.some((given) => given.audience === key)
  })
}

/** Of the audiences that wait for approval, those for which this person may give it. */
export function approvableBy(
  message: Message,
  person: Person,
  incident: Pick<Incident, 'roles'>,
  audiences: Audiences,
): string[] {
  return unapproved(message, audiences).filter((key) => {
    const audience = Object.hasOwn(audiences, key) ? audiences[key] : undefined
    if (audience === undefined || audience.approve === NONE) return false
    if (message.by === person.id && !audience.approveOwn) return false
    return allows(audience.approve, person, incident)
  })
}
