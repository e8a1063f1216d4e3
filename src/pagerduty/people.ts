import type { UserId } from '../core/incident/incident.ts'

/** Somebody as PagerDuty knows them. Ids are PagerDuty's own: `PXPGF42`. */
export type PagerDutyUser = { id: string; name: string; email: string }

/** How somebody is found in PagerDuty: by the id that the policy gives them, else by the address they have in Slack. */
export type PagerDutyAccount = { id: string } | { email: string }

/** Who is the same person in Slack and in PagerDuty. Both throw what Slack throws when it cannot be asked. */
export type SamePeople = {
  /** Undefined: nobody in this workspace is known to be this person. */
  inSlack(user: PagerDutyUser): Promise<UserId | undefined>
  /** Undefined: there is neither an address nor an entry of the policy to go by. */
  inPagerDuty(user: UserId): Promise<PagerDutyAccount | undefined>
}

/** As the policy has it: a person's reference (e-mail address, `@handle` or Slack id) → who they are elsewhere. */
export type People = Readonly<Record<string, { pagerduty: string }>>

/**
 * By the policy's own word where it has one, else by e-mail address. `slackId` finds whom a reference names,
 * `emailOf` says whose address somebody has; both ask Slack.
 */
export function createSamePeople(parts: {
  people: People
  slackId: (reference: string) => Promise<UserId | undefined>
  emailOf: (user: UserId) => Promise<string | undefined>
}): SamePeople {
  const { slackId, emailOf } = parts
  const named = Object.entries(parts.people).map(([reference, { pagerduty }]) => ({
    reference,
    id: pagerduty,
  }))

  return {
    async inSlack({ id, email }) {
      const word = named.find((one) => one.id === id)
      if (word !== undefined) return await slackId(word.reference)
      return email === '' ? undefined : await slackId(email)
    },
    async inPagerDuty(user) {
      for (const { reference, id } of named) if ((await slackId(reference)) === user) return { id }
      const email = await emailOf(user)
      return email === undefined || email === '' ? undefined : { email }
    },
  }
}
