import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { clockTime } from '../mrkdwn.ts'
import { pageLine } from './comms-page.ts'
import { audienceNames, deliveriesOf, isOpen, messageName, whatFailed, whoMayApprove } from './comms-words.ts'

const WAITING_SHOWN = 3
const FAILED_SHOWN = 3

/** Messages that somebody has to do something about, and the last one that went out. */
export function messagesOnCard(incident: Incident, policy: Policy): string[] {
  const { messages } = incident.comms
  const waiting = messages
    .filter(({ stage }) => stage === 'waiting')
    .map((message) => `⏳ Message ${messageName(message)}: waits for ${whoMayApprove(message, policy)}`)
  const failed = messages.flatMap((message) =>
    deliveriesOf(message)
      .filter(({ delivery }) => isOpen(delivery))
      .map(
        ({ reach, delivery }) => `🚨 Message ${messageName(message)}: ${whatFailed(reach, delivery, policy)}`,
      ),
  )
  const lines = [
    ...shown(waiting, WAITING_SHOWN, 'wait for approval'),
    ...shown(failed, FAILED_SHOWN, 'did not arrive'),
  ]
  const last = messages.findLast(({ stage }) => stage === 'released')
  const told =
    last?.releasedAt === undefined
      ? []
      : [`📨 Last told at ${clockTime(last.releasedAt)}: ${audienceNames(last.audiences, policy)}`]
  const page = pageLine(incident)
  const all = [...lines, ...(page === undefined ? [] : [page]), ...told]
  return all.length === 0 ? [] : [all.join('\n')]
}

function shown(lines: string[], most: number, what: string): string[] {
  if (lines.length <= most) return lines
  return [...lines.slice(0, most), `… and ${lines.length - most} more ${what}`]
}
