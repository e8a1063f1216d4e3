import type { Reach, Text } from '../core/comms/comms.ts'
import { asLine } from '../core/comms/variants.ts'
import type { Entry } from '../core/decider.ts'
import type { IncidentEvent } from '../core/incident/incident.ts'
import type { SwitchProvider } from '../core/switch/provider.ts'
import type { Outcome, Owed, Performer } from '../engine/outcome.ts'

/** What is to be told in one place, as it was released; undefined when the entry releases nothing for it. */
export type ToTell = { number: number; target: string; reach: Reach; text: Text; corrects?: number }

/** Reads the released text from the entry that owes it, and from nowhere else. `gone`: its words were removed since. */
export function toTell({ entry, args }: Owed): ToTell | 'gone' | undefined {
  const { event, redactedBy } = entry as Entry<IncidentEvent>
  if (event.type !== 'message-released') return undefined
  const target = String(args.target)
  const reach = event.reach.find((each) => each.target === target)
  if (reach === undefined) return undefined
  if (redactedBy !== undefined) return 'gone'
  const { number, text, corrects } = event
  return { number, target, reach, text, ...(corrects !== undefined && { corrects }) }
}

/** Shows the text in the shop, or takes it down. Setting it twice is setting it once, so nothing is looked for. */
export function showBanner(provider: SwitchProvider): Performer {
  return {
    paces: () => [],
    async perform(owed, signal): Promise<Outcome> {
      const told = toTell(owed)
      if (told === undefined || told === 'gone') return undeliveredIfGone(owed, told)
      const { means } = told.reach
      if (means.by !== 'banner') return { outcome: 'give-up', why: `${told.target} is no banner` }
      const value = told.text.clears === true ? '' : asLine(told.text.body)
      const comment = `Message ${told.number} of ${owed.stream}`
      const set = await provider.set({ place: { flag: means.flag }, value, key: owed.key, comment }, signal)
      if (set.ok) return recorded({ type: 'record-delivered', number: told.number, target: told.target })
      if (set.again === 'never') return undelivered(told, set.why)
      return {
        outcome: 'retry',
        why: set.why,
        ...(set.notBefore !== undefined && { notBefore: set.notBefore }),
      }
    },
  }
}

/** What stands in for a system that is not connected: the message says that it did not arrive, and why. */
export function notConnected(why: string): Performer {
  return {
    paces: () => [],
    async perform(owed): Promise<Outcome> {
      const told = toTell(owed)
      return told === undefined || told === 'gone' ? undeliveredIfGone(owed, told) : undelivered(told, why)
    },
  }
}

/** There is nothing to send, or not any more. */
export function undeliveredIfGone({ entry, args }: Owed, told: 'gone' | undefined): Outcome {
  const { event } = entry as Entry<IncidentEvent>
  if (told === undefined || event.type !== 'message-released') return { outcome: 'ok' }
  const gone = { number: event.number, target: String(args.target) }
  return undelivered(gone, 'its words were removed before it was sent')
}

/** It did not arrive, or (`maybe`) nobody knows; people are told why, and decide. */
export function undelivered(
  { number, target }: Pick<ToTell, 'number' | 'target'>,
  why: string,
  { maybe }: { maybe?: true } = {},
): Outcome {
  return recorded({ type: 'record-undelivered', number, target, why, ...(maybe && { maybe }) })
}

function recorded(command: {
  type: string
  number: number
  target: string
  why?: string
  maybe?: true
}): Outcome {
  return { outcome: 'ok', command }
}
