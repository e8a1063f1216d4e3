import type { Text } from '../../src/core/comms/comms.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Audience } from '../../src/core/policy-comms.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { aPolicy } from '../core/a-policy.ts'
import { declared, type Story } from '../core/incident/story.ts'

export function byMail(to: string[], changes: Partial<Audience> = {}): Audience {
  return {
    name: 'Customers',
    outside: true,
    reach: { by: 'email', to },
    approve: 'none',
    approveOwn: false,
    ...changes,
  }
}

/** An incident of a policy with these audiences. */
export function storyWith(audiences: Record<string, Audience>): Story {
  return declared('sev2', aPolicy({ audiences }))
}

export const TEXT: Text = {
  title: 'Some orders cannot be placed',
  body: 'We are looking into it.\n\nOur next update comes by 12:50 UTC.',
  status: 'investigating',
}

/** Writes and sends a message; what it makes owed to this audience, as the dispatcher hands it over. */
export function released(
  story: Story,
  text: Text,
  {
    audience = 'customers',
    corrects,
    maybeSent = false,
  }: { audience?: string; corrects?: number; maybeSent?: boolean } = {},
): Owed {
  const correcting = corrects === undefined ? {} : { corrects }
  story.given({ type: 'write-message', audiences: [audience], text, ...correcting })
  const number = story.state.comms.messagesWritten
  story.given({ type: 'send-message', number, revision: 1 })
  return owedBy(story, audience, { maybeSent })
}

/** What the newest release owes to a target. */
export function owedBy(story: Story, target: string, { maybeSent = false } = {}): Owed {
  const entry = story.entries.findLast(({ event }) => event.type === 'message-released')
  if (entry === undefined) throw new Error('Nothing was released')
  const policy: Policy = story.policy
  return {
    key: `INC-7:${entry.seq}:0`,
    stream: 'INC-7',
    kind: 'email.send',
    lane: 'say',
    subject: `email:${target}`,
    args: { target },
    entry,
    state: story.state,
    newest: async () => story.state,
    head: '',
    policy,
    attempts: 0,
    maybeSent,
  }
}
