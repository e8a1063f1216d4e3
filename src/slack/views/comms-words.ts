import { unapproved } from '../../core/comms/approval.ts'
import type { Delivery, Message, Reach, Refused } from '../../core/comms/comms.ts'
import type { Finding } from '../../core/comms/lint.ts'
import type { Policy } from '../../core/policy.ts'
import { ROLE_REFERENCE } from '../../core/policy.ts'
import { NONE } from '../../core/policy-promises.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, lineOf, user } from '../mrkdwn.ts'
import { audienceName, roleName } from './labels.ts'

type Audiences = Pick<Policy, 'audiences'>

export function audienceNames(keys: readonly string[], policy: Audiences): string {
  return keys.map((key) => audienceName(key, policy)).join(', ')
}

/** `Stakeholders in #stakeholders`: one place that a message goes to. */
export function placeName({ audience, means }: Reach, policy: Audiences): string {
  const name = audienceName(audience, policy)
  return means.by === 'slack' ? `${name} in #${means.channel}` : name
}

/** Who may give what is still missing: "Communications lead, @leadership". */
export function whoMayApprove(message: Message, policy: Pick<Policy, 'audiences' | 'roles'>): string {
  return whoMayApproveAll(unapproved(message, policy.audiences), policy)
}

/** Who may approve a text to these; empty when nobody has to. */
export function whoMayApproveAll(
  audiences: readonly string[],
  policy: Pick<Policy, 'audiences' | 'roles'>,
): string {
  const references = audiences.flatMap((key) => {
    const approve = policy.audiences[key]?.approve
    return approve === undefined || approve === NONE ? [] : approve
  })
  return [...new Set(references)].map((reference) => referenceName(reference, policy)).join(', ')
}

/** A handle stays words: a mention of a group would ring everybody in it. */
function referenceName(reference: string, policy: Pick<Policy, 'roles'>): string {
  if (reference.startsWith(ROLE_REFERENCE)) return roleName(reference.slice(ROLE_REFERENCE.length), policy)
  if (/^[UW][A-Z0-9]+$/.test(reference)) return user(reference)
  return reference.startsWith('S') && !reference.includes('@')
    ? 'a user group'
    : lineOf(reference, SHOWN.titleInLine)
}

/** `3 · We are looking into it`: a message on one line. */
export function messageName({ number, text }: Message): string {
  const words = text.clears === true ? 'Take it down' : text.title || text.body
  return `*${number}* · ${lineOf(words, SHOWN.titleInLine)}`
}

/** Where a message stands, a line each. */
export function standing(message: Message, policy: Pick<Policy, 'audiences' | 'roles'>): string[] {
  const { stage, by, declined, askedAt, approvals } = message
  switch (stage) {
    case 'draft':
      return declined === undefined
        ? [`✏️ Draft by ${user(by)}`]
        : [`✋ Not approved by ${user(declined.by)}: ${lineOf(declined.reason, SHOWN.reason)}`]
    case 'waiting': {
      const since = askedAt === undefined ? '' : ` since ${dateTime(askedAt)}`
      const given = approvals.map(
        (one) => `✅ approved by ${user(one.by)} for ${audienceName(one.audience, policy)}`,
      )
      return [`⏳ Waits for approval${since} by ${whoMayApprove(message, policy)}`, ...given]
    }
    case 'dropped':
      return ['🗑️ Dropped']
    case 'released':
      return deliveriesOf(message).flatMap(({ reach, delivery }) => deliveryLines(reach, delivery, policy))
  }
}

export function deliveriesOf({ reach = [], deliveries }: Message): { reach: Reach; delivery: Delivery }[] {
  return reach.flatMap((each) => {
    const delivery = deliveries[each.target]
    return delivery === undefined ? [] : [{ reach: each, delivery }]
  })
}

/** Whether somebody has to do something about it: nobody, or not everybody, there was told for certain. */
export function isOpen(delivery: Delivery): boolean {
  return delivery.state === 'failed' || refusedIn(delivery).length > 0
}

export function refusedIn(delivery: Delivery): readonly Refused[] {
  return delivery.state === 'delivered' ? (delivery.refused ?? []) : []
}

/** "did not reach Customers", "did not reach 2 of Customers", "may not have reached Customers". */
export function whatFailed(reach: Reach, delivery: Delivery, policy: Audiences): string {
  const place = placeName(reach, policy)
  const refused = refusedIn(delivery).length
  if (refused > 0) return `did not reach ${refused} of ${place}`
  return delivery.state === 'failed' && delivery.maybe
    ? `may not have reached ${place}`
    : `did not reach ${place}`
}

/** Refused addresses that are shown with what was said about them. */
const REFUSED_SHOWN = 5

function deliveryLines(reach: Reach, delivery: Delivery, policy: Audiences): string[] {
  const place = placeName(reach, policy)
  switch (delivery.state) {
    case 'owed':
      return [`📤 On its way to ${place}`]
    case 'delivered':
      return [
        `${deliveredSign(delivery)} ${place}, ${dateTime(delivery.at)}${how(reach, delivery)}`,
        ...refusals(delivery),
      ]
    case 'failed':
      return delivery.maybe
        ? [
            `❔ *May not have reached ${place}*: ${lineOf(delivery.why, SHOWN.reason)}`,
            'It was not sent again, so that nobody gets it twice. Ask one of them whether it came before you send it again.',
          ]
        : [`🚨 *Did not reach ${place}*: ${lineOf(delivery.why, SHOWN.reason)}`]
  }
}

function deliveredSign(delivery: Delivery): string {
  return refusedIn(delivery).length > 0 ? '⚠️' : '✅'
}

/** A mail server that takes a mail has not put it into anybody's mailbox yet. */
function how({ means }: Reach, { byHand }: { byHand?: true }): string {
  if (byHand === true) return ', told by hand'
  return means.by === 'email' ? ', taken by the mail server' : ''
}

function refusals(delivery: Delivery): string[] {
  const refused = refusedIn(delivery)
  const shown = refused
    .slice(0, REFUSED_SHOWN)
    .map(
      ({ address, said }) =>
        `🚨 *Refused: ${lineOf(address, SHOWN.titleInLine)}*: ${lineOf(said, SHOWN.reason)}`,
    )
  const left = refused.length - shown.length
  return left > 0 ? [...shown, `… and ${left} more that were refused`] : shown
}

/** What speaks against a text, a line each. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(({ why, found }) => {
    const piece = found === undefined ? '' : `“${lineOf(found, SHOWN.choice)}”: `
    return `⚠️ ${piece}${lineOf(why, SHOWN.reason)}`
  })
}
