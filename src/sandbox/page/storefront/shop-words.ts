import type { Storefront } from '../../outside-world.ts'

/** The shop's switches by name. */
export type Switches = Readonly<Record<string, boolean | string>>

export function switchesOf(storefront: Storefront): Switches {
  return Object.fromEntries(storefront.switches.map(({ key, value }) => [key, value]))
}

/**
 * What a customer can write, which team it is for, and the template that would answer it. `guarded`: the answer
 * without offers and promises; absent where there is none in it anyway.
 */
export type Question = { text: string; team: string; template?: string; reply: string; guarded?: string }

export const QUESTIONS: readonly Question[] = [
  {
    text: 'Where is my order?',
    team: 'orders',
    template: 't_order_status_ask_order_number',
    reply: 'I can look that up. What is your order number? It is in the mail that confirmed your order.',
  },
  {
    text: 'Where is order L-20431?',
    team: 'orders',
    template: 't_order_status_verified',
    reply: 'L-20431 left our warehouse this morning. It should be with you on Thursday.',
    guarded: 'L-20431 has left our warehouse. Its tracking page shows where it is.',
  },
  {
    text: 'My parcel is late',
    team: 'orders',
    template: 't_shipping_delay_verified',
    reply: 'The carrier had a delay of one day. Your parcel is on its way again and comes tomorrow.',
    guarded: 'The carrier reports a delay. The tracking page of your parcel shows where it is.',
  },
  {
    text: 'Delivered, but not here',
    team: 'orders',
    template: 't_delivered_not_received_intake',
    reply: 'Let us find it. Did a neighbour take it in, or is there a note in your letter box?',
  },
  {
    text: 'Something is missing',
    team: 'returns',
    template: 't_missing_items_intake',
    reply: 'Sorry about that. Which piece is missing? A photo of the packing list helps.',
  },
  {
    text: 'I cannot log in',
    team: 'support',
    template: 't_technical_support_intake',
    reply: 'Let us get you in. Which mail address do you use, and what do you see when you try?',
  },
  {
    text: 'What goes with a camel coat?',
    team: 'style',
    reply:
      'Slate trousers and the ivory knit, both here in your size. Shall I put them aside for you until tonight?',
    guarded: 'Our journal has a page on camel coats. Sizes and stock are shown with each piece.',
  },
]

/** What the customer gets: an answer at once, or word that a person will. `by`: the switch that decided it. */
export type Reply = { kind: 'answer' | 'passed-on'; text: string; by: string }

/** The shop's own logic, as its back end would have it. */
export function replyTo(question: Question, switches: Switches): Reply {
  const { team, template, reply, guarded } = question
  if (switches.automation_enabled !== true)
    return { kind: 'passed-on', text: 'Sent. A person reads it and answers you.', by: 'automation_enabled' }
  if (switches.safe_mode !== false)
    return {
      kind: 'passed-on',
      text: `Passed on to our ${team} team. A person answers you.`,
      by: 'safe_mode',
    }
  if (template !== undefined && switches[template] !== true)
    return { kind: 'passed-on', text: `Passed on to our ${team} team. A person answers you.`, by: template }
  if (guarded !== undefined && !isFull(switches))
    return { kind: 'answer', text: guarded, by: 'assistant_copy' }
  return { kind: 'answer', text: reply, by: template ?? 'assistant_copy' }
}

/** How the assistant introduces itself. */
export function assistantState(switches: Switches): { tone: 'good' | 'warn'; text: string } {
  if (switches.automation_enabled !== true || switches.safe_mode !== false)
    return { tone: 'warn', text: 'People answer, as soon as they can' }
  if (!isFull(switches)) return { tone: 'warn', text: 'Gives information only' }
  return { tone: 'good', text: 'Answers at once' }
}

function isFull({ assistant_copy }: Switches): boolean {
  return assistant_copy === 'full'
}

/** A switch as the list beside the shop tells it. */
export type Telling = { key: string; says: string; isCareful: boolean; isOwn: boolean }

const WORDS: Readonly<Record<string, { on: string; off: string; careful: boolean }>> = {
  automation_enabled: { on: 'on', off: 'stopped', careful: false },
  safe_mode: { on: 'on', off: 'off', careful: true },
  capsule_cta: { on: 'shown', off: 'hidden', careful: false },
  callback_queue: { on: 'open', off: 'closed', careful: true },
}

/** All switches, in the order in which the shop asks for them. */
export function tellings({ switches }: Storefront): Telling[] {
  return switches.map(({ key, value, isOwn }) => ({ key, isOwn, ...told(key, value) }))
}

function told(key: string, value: boolean | string): Pick<Telling, 'says' | 'isCareful'> {
  if (key === 'customer_banner') return { says: value === '' ? 'none' : 'shown', isCareful: value !== '' }
  if (key === 'assistant_copy') return { says: String(value), isCareful: value !== 'full' }
  const { on, off, careful } = WORDS[key] ?? { on: 'on', off: 'off', careful: false }
  return { says: value ? on : off, isCareful: value === careful }
}
