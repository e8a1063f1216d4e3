import { messageNumbered } from '../../core/comms/comms.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { section } from '../blocks.ts'
import { ACTIONS, type Control } from '../controls.ts'
import { refusal } from '../views/answers.ts'
import { readSeenMessage, whatBecame } from '../views/comms-approval.ts'
import { declineForm } from '../views/comms-forms.ts'
import { commsPanel } from '../views/comms-panel.ts'
import { communication, openMessage, publicView } from './communication.ts'
import { type Asked, act, type Desk } from './desk.ts'
import type { Pressed } from './press.ts'

const OURS: readonly string[] = [
  ACTIONS.comms,
  ACTIONS.publicNotice,
  ACTIONS.approveMessage,
  ACTIONS.declineMessage,
  ACTIONS.openMessage,
  ACTIONS.leaveStatuspage,
  ACTIONS.restoreStatuspage,
]

export function isOnComms(action: string): boolean {
  return OURS.includes(action)
}

/** What a press on a card, a reminder or a request for approval comes to. */
export async function followCommsPress(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  { action, control }: { action: string; control: Control },
): Promise<Pressed> {
  if (action === ACTIONS.comms || action === ACTIONS.publicNotice) {
    const comms = await communication(desk, incident)
    return { form: action === ACTIONS.publicNotice ? publicView(comms) : commsPanel(comms) }
  }
  if (action === ACTIONS.leaveStatuspage || action === ACTIONS.restoreStatuspage) {
    const type = action === ACTIONS.leaveStatuspage ? 'take-statuspage' : 'restore-statuspage'
    const handled = await act(desk, asked, incident.id, { type, entry: Number(control.saw) })
    return handled.result === 'rejected' ? { message: refusal(handled.rejection.rejected) } : { quiet: true } // the thread says so
  }
  const seen = readSeenMessage(control.saw)
  const message = seen && messageNumbered(incident.comms, seen.number)
  if (seen === undefined || message === undefined)
    return {
      message: refusal(
        `${incident.id} does not remember that message. Open all of them: \`/incident comms ${incident.id}\`.`,
      ),
    }
  if (action === ACTIONS.openMessage)
    return { form: await openMessage(desk, asked.user, incident, seen.number) }
  const policy = await desk.policyOf(incident.policy)
  const stands = message.stage === 'waiting' && message.revision === seen.revision
  if (action === ACTIONS.declineMessage && stands)
    return { form: declineForm(await communication(desk, incident), message) }
  if (!stands)
    return {
      message: { text: 'Nothing was done.', blocks: [section(whatBecame(message, policy, seen.revision))] },
    }
  const handled = await act(desk, asked, incident.id, { type: 'approve-message', ...seen })
  if (handled.result !== 'rejected') return { quiet: true } // the copy says so
  const now = (await desk.incidents.load(incident.id)) ?? incident
  const after = messageNumbered(now.comms, seen.number) ?? message
  const told = refusal(handled.rejection.rejected)
  const moved = after.stage !== 'waiting' || after.revision !== seen.revision
  if (!moved) return { message: told }
  return { message: { ...told, blocks: [...told.blocks, section(whatBecame(after, policy, seen.revision))] } }
}
