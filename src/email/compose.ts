import MailComposer from 'nodemailer/lib/mail-composer'
import type { ToTell } from '../comms/deliver.ts'
import { STATUS_NAMES } from '../core/comms/page.ts'
import { asPlain, asSubject } from '../core/comms/variants.ts'
import type { Instant } from '../core/decider.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import { domainOf, type Sender } from './config.ts'
import { htmlOf, type Shown } from './html.ts'
import { threadOf } from './thread.ts'

/** A mail as it goes over the wire. `key` names it in a notice that it could not be delivered. */
export type Mail = {
  envelope: { from: string; to: string[] }
  messageId: string
  key: string
  raw: Buffer
}

type Addressed = { told: ToTell; to: readonly string[]; at: Instant; key: string; from: Sender }

/** The released text as a mail to an audience: a text and an HTML part, in the thread of its incident. */
export async function composeMail(
  { told, to, at, key, from }: Addressed,
  incident: Incident,
  policy: Pick<Policy, 'organisation' | 'audiences'>,
): Promise<Mail> {
  const audience = told.reach.audience
  const { outside = true } = policy.audiences[audience] ?? {}
  const domain = domainOf(from)
  const { messageId, inReplyTo, references } = threadOf(incident, told, domain)
  const shown = shownIn(told, at, incident, policy.organisation.name, outside)
  const composer = new MailComposer({
    from,
    // Those outside have nothing to do with each other, and do not learn of each other.
    to: outside && to.length > 1 ? 'undisclosed-recipients:;' : to.map((address) => ({ name: '', address })),
    subject: subjectOf(told),
    date: new Date(at),
    messageId,
    inReplyTo,
    references,
    text: plainOf(shown),
    html: htmlOf(shown),
    headers: {
      // No out-of-office note answers it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': `<${audience}.incidents.${domain}>`, // something to sort by
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const raw = await composer.compile().build()
  return { envelope: { from: from.address, to: distinct(to) }, messageId, key, raw }
}

/** Whoever stands twice in a list gets one mail. */
function distinct(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()]
}

function subjectOf({ text, corrects }: ToTell): string {
  // What looks like an encoded word would be decoded by mail readers into something else than what was approved.
  return asSubject(text, corrects !== undefined).replaceAll('=?', '=\u200b?')
}

/** Readers outside are told nothing of what an incident is called inside. */
function shownIn(
  { text, corrects }: ToTell,
  at: Instant,
  { id, severity }: Incident,
  organisation: string,
  outside: boolean,
): Shown {
  const inside = outside ? '' : ` ${id}, ${severity.toUpperCase()}.`
  return {
    organisation,
    title: text.title,
    body: text.body,
    ...(text.status !== undefined && { status: text.status }),
    severity,
    isCorrection: corrects !== undefined,
    when: WHEN.format(at),
    footer: `Sent by ${organisation}.${inside}`,
  }
}

const WHEN = Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  timeZoneName: 'short',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
})

/** The text part says the same as the other one; its title is the subject. */
function plainOf({ body, status, isCorrection, when, footer }: Shown): string {
  const state = [
    ...(isCorrection ? ['Correction'] : []),
    ...(status === undefined ? [] : [STATUS_NAMES[status]]),
    when,
  ].join(' · ')
  return [state, asPlain(body), `-- \n${footer}`].join('\n\n')
}
