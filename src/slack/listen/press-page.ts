import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import { isOpen, runNumbered } from '../../core/ladder/runs.ts'
import { type Message, section } from '../blocks.ts'
import { ACTIONS, type Control } from '../controls.ts'
import { refusal, shown } from '../views/answers.ts'
import { roleModal } from '../views/incident-forms.ts'
import { endLine } from '../views/page.ts'
import { type Asked, act, assignment, type Desk } from './desk.ts'
import { outcomeMessage } from './outcome-message.ts'
import type { Pressed } from './press.ts'

/** The controls of pages and reminders. */
export const ON_PAGES: readonly string[] = [
  ACTIONS.acknowledge,
  ACTIONS.takePage,
  ACTIONS.cannot,
  ACTIONS.open,
  ACTIONS.snooze,
  ACTIONS.handOver,
]

/** What a press on a page or a reminder comes to. A stale one is answered with what happened, and by whom. */
export async function followPagePress(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  { action, control }: { action: string; control: Control },
): Promise<Pressed> {
  const run = Number(control.saw)
  switch (action) {
    case ACTIONS.acknowledge:
      return answer(desk, asked, incident, run, { type: 'acknowledge', run })
    case ACTIONS.cannot:
      return answer(desk, asked, incident, run, { type: 'decline', run })
    case ACTIONS.takePage:
      return takeFromPage(desk, asked, incident, run)
    case ACTIONS.snooze:
      return snooze(desk, asked, incident, Number(control.saw))
    case ACTIONS.handOver:
      return { form: roleModal(incident, desk.policy, { role: 'commander' }) }
    default:
      return { message: shown(incident, desk.policy) }
  }
}

/** The refusal of a late tap, with what became of the page. */
export function whatBecame(incident: Incident, run: number, sentence: string): Message {
  const known = runNumbered(incident, run)
  const message = refusal(sentence)
  return known?.end === undefined
    ? message
    : { ...message, blocks: [...message.blocks, section(endLine(known))] }
}

async function answer(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  run: number,
  command: IncidentCommand,
): Promise<Pressed> {
  const handled = await act(desk, asked, incident.id, command)
  if (handled.result !== 'rejected') return { quiet: true }
  const now = (await desk.incidents.load(incident.id)) ?? incident
  return { message: whatBecame(now, run, handled.rejection.rejected) }
}

/** Taking command answers the page by itself, but an old page makes nobody commander. */
async function takeFromPage(desk: Desk, asked: Asked, incident: Incident, number: number): Promise<Pressed> {
  const run = runNumbered(incident, number)
  if (run === undefined || !isOpen(run)) {
    const over = `This page is over, so I changed nothing. To take command all the same: \`/incident take ${incident.id}\`.`
    return { message: whatBecame(incident, number, over) }
  }
  const handled = await act(desk, asked, incident.id, await assignment(desk, 'commander', asked.user))
  if (handled.result !== 'rejected') return { quiet: true }
  return { message: await outcomeMessage(desk, incident.id, handled, 'commander') }
}

/** Only for the update that was seen: a second tap must not put the next one off too. */
async function snooze(desk: Desk, asked: Asked, incident: Incident, due: number): Promise<Pressed> {
  if (incident.cadence?.due !== due) {
    const moved =
      'That update was posted, missed or put off already, so I changed nothing. The card says when the next one is due.'
    return { message: refusal(moved) }
  }
  const handled = await act(desk, asked, incident.id, { type: 'snooze' })
  return { message: await outcomeMessage(desk, incident.id, handled) }
}
