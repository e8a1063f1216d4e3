import type { ModalView } from '@slack/types'
import { reject } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { EXPORT_FORMATS } from '../../core/timeline/kinds.ts'
import type { Message } from '../blocks.ts'
import {
  ACTIONS,
  type Control,
  type MenuChoice,
  nextStatus,
  readControl,
  readMenu,
  readMenuAfter,
} from '../controls.ts'
import { looking, readLooking } from '../timeline-control.ts'
import { refusal } from '../views/answers.ts'
import { noteModal } from '../views/capture-forms.ts'
import { onItsWay } from '../views/captured.ts'
import { declareByAnswers, knownOf, triageModal } from '../views/classifier-modal.ts'
import { reopenModal, roleModal, severityModal, statusModal, updateModal } from '../views/incident-forms.ts'
import { resolveModal } from '../views/review-forms.ts'
import { type Asked, act, assignment, type Desk } from './desk.ts'
import { explained, outcomeMessage } from './outcome-message.ts'
import { followCommsPress, isOnComms } from './press-comms.ts'
import { followPagePress, ON_PAGES } from './press-page.ts'
import { chosenAfter, followReviewPress, isOnReviews } from './press-review.ts'
import { exportMessage, timelinePage } from './read.ts'
import { notToRead } from './reading.ts'

/**
 * What a press comes to. `quiet`: it is done and everybody sees it on the card and in the thread, so nothing is
 * said to the person. `message.replace`: in place of the message that was pressed in; `direct`: only of one that the
 * bot wrote to this person. `again`: what takes the place of an answer for one person in which it was pressed.
 */
export type Pressed =
  | { message: Message; replace?: boolean | 'direct' }
  | { form: ModalView }
  | { quiet: true; again?: () => Promise<Message> }

export type Press = { action: string; value: string | undefined }

/** Follows a press on a button or a menu, if what the person saw is still so. */
export async function followPress(desk: Desk, asked: Asked, { action, value }: Press): Promise<Pressed> {
  if (action === ACTIONS.declare) return { form: declareByAnswers(desk.policy, { classes: [], answers: {} }) }
  const choice = action === ACTIONS.more ? readMenu(value) : undefined
  const after = action === ACTIONS.after ? readMenuAfter(value) : undefined
  const chose = choice ?? after
  const control = chose ? { id: chose.id, saw: '' } : readControl(value)
  const incident = control && (await desk.incidents.load(control.id))
  if (!control || !incident)
    return {
      message: refusal(
        'This button belongs to no incident that I know. `/incident list` shows those there are.',
      ),
    }
  const hidden = await notToRead(desk, asked, incident)
  if (hidden !== undefined) return { message: hidden }
  if (choice) return chosen(desk, incident, choice.choice)
  if (action.startsWith(ACTIONS.capture)) return capture(desk, asked, incident, control)
  if (after) return chosenAfter(desk, asked, incident, after.choice)
  if (isOnReviews(action)) return followReviewPress(desk, asked, incident, { action, control })
  if (isOnComms(action)) return followCommsPress(desk, asked, incident, { action, control })
  if (ON_PAGES.includes(action)) return followPagePress(desk, asked, incident, { action, control })
  switch (action) {
    case ACTIONS.take:
      return take(desk, asked, incident, control)
    case ACTIONS.next:
      return step(desk, asked, incident, control)
    case ACTIONS.resolve: {
      const policy = await desk.policyOf(incident.policy)
      return ifOpen(desk, incident, () => resolveModal(incident, policy))
    }
    case ACTIONS.update:
      return ifOpen(desk, incident, () => updateModal(incident))
    case ACTIONS.triage: {
      const policy = await desk.policyOf(incident.policy)
      return ifOpen(desk, incident, () => triageModal(incident, policy, knownOf(incident)))
    }
    case ACTIONS.note:
      return { form: noteModal(incident) }
    case ACTIONS.reopen:
      return reopen(desk, incident)
    case ACTIONS.timelineExport: {
      const format = EXPORT_FORMATS.find((known) => known === control.saw) ?? 'md'
      return { message: await exportMessage(desk, asked, incident, format) }
    }
    default:
      return {
        message: await timelinePage(desk, incident, readLooking(control.saw)),
        replace: action !== ACTIONS.timeline,
      }
  }
}

/** The answer to which incident a pinned message belongs to. */
async function capture(desk: Desk, asked: Asked, incident: Incident, { saw }: Control): Promise<Pressed> {
  const [channel = '', ts = ''] = saw.split(':')
  const handled = await act(desk, asked, incident.id, { type: 'capture-message', channel, ts })
  if (handled.result !== 'rejected') return { message: onItsWay(incident), replace: true }
  return { message: await outcomeMessage(desk, incident.id, handled) }
}

function chosen(desk: Desk, incident: Incident, choice: MenuChoice): Promise<Pressed> {
  switch (choice) {
    case 'status':
      return ifOpen(desk, incident, () => statusModal(incident, nextStatus(incident.status)))
    case 'severity':
      return ifOpen(desk, incident, () => severityModal(incident, desk.policy))
    case 'role':
      return ifOpen(desk, incident, () => roleModal(incident, desk.policy))
    case 'note':
      return Promise.resolve({ form: noteModal(incident) })
    case 'timeline':
      return timelinePage(desk, incident, looking(1)).then((message) => ({ message }))
  }
}

async function take(desk: Desk, asked: Asked, incident: Incident, { saw }: Control): Promise<Pressed> {
  const handled = await act(desk, asked, incident.id, await assignment(desk, 'commander', asked.user, saw))
  if (handled.result !== 'rejected') return { quiet: true }
  return { message: await outcomeMessage(desk, incident.id, handled, 'commander') }
}

async function step(desk: Desk, asked: Asked, incident: Incident, { saw }: Control): Promise<Pressed> {
  const status = incident.status === saw ? nextStatus(incident.status) : undefined
  if (status === undefined) {
    const moved = `${incident.id} is ${incident.status} by now, so I changed nothing. The card shows how it stands.`
    return { message: await explained(desk, incident.id, reject('status-moved', moved)) }
  }
  const handled = await act(desk, asked, incident.id, { type: 'change-status', status })
  if (handled.result !== 'rejected') return { quiet: true }
  return { message: await outcomeMessage(desk, incident.id, handled) }
}

async function ifOpen(desk: Desk, incident: Incident, form: () => ModalView): Promise<Pressed> {
  if (incident.status !== 'resolved') return { form: form() }
  const over = `${incident.id} is resolved. If it is back: \`/incident reopen ${incident.id} <reason>\`.`
  return { message: await explained(desk, incident.id, reject('resolved', over)) }
}

async function reopen(desk: Desk, incident: Incident): Promise<Pressed> {
  if (incident.status === 'resolved') return { form: reopenModal(incident) }
  const open = `${incident.id} is open: it is ${incident.status}. There is nothing to reopen.`
  return { message: await explained(desk, incident.id, reject('not-resolved', open)) }
}
