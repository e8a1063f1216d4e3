import type { ActionsBlock, Button, Overflow } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, option, overflow } from '../blocks.ts'
import {
  ACTIONS,
  controlValue,
  MENU,
  MENU_AFTER,
  type MenuAfterChoice,
  type MenuChoice,
  menuValue,
  nextStatus,
} from '../controls.ts'
import { addButton } from './follow-ups.ts'
import { statusName } from './labels.ts'
import { reviewButton, summaryButton } from './review.ts'

const MENU_TEXT: Record<MenuChoice, string> = {
  status: 'Change status…',
  severity: 'Change severity…',
  role: 'Assign a role…',
  note: 'Add a note or evidence…',
  timeline: 'Show timeline',
}

/** What makes sense to do now, the most useful first. What is rarer is in the menu. Without `policy` nobody is offered to be told. */
export function controlsRow(incident: Incident, policy?: Pick<Policy, 'audiences'>): ActionsBlock {
  const blockId = `controls ${incident.id}`
  const tell = Object.keys(policy?.audiences ?? {}).length === 0 ? [] : [commsButton(incident)]
  if (incident.status === 'resolved') {
    return actions(blockId, incident.closed === undefined ? over(incident, tell) : closed(incident))
  }
  const led = incident.roles.commander !== undefined
  const take = led ? [] : [takeButton(incident)]
  return actions(blockId, [
    ...take,
    updateButton(incident, led),
    ...tell,
    stepButton(incident),
    menu(incident),
  ])
}

/** What it was comes first, then what is learned from it. */
function over(incident: Incident, tell: Button[]) {
  const summed = incident.summary?.cause !== undefined
  const review = incident.review === undefined ? [] : [reviewButton(incident, summed)]
  return [
    summaryButton(incident, !summed),
    ...review,
    addButton(incident),
    ...tell,
    reopenButton(incident),
    menuAfter(incident),
  ]
}

/** A record by now: it can be read, added to and reopened. */
function closed(incident: Incident) {
  const { followUps } = incident
  return [
    timelineButton(incident),
    ...(followUps.length === 0 ? [] : [followUpsButton(incident)]),
    noteButton(incident),
    reopenButton(incident),
  ]
}

export function takeButton({ id, roles }: Incident): Button {
  const value = controlValue(id, roles.commander)
  return button({
    text: 'Take command',
    action: ACTIONS.take,
    value,
    label: `Take command of ${id}`,
    style: 'primary',
  })
}

export function updateButton({ id }: Incident, first: boolean): Button {
  const parts = {
    text: 'Post update…',
    action: ACTIONS.update,
    value: controlValue(id),
    label: `Post an update on ${id}`,
  }
  return button(first ? { ...parts, style: 'primary' } : parts)
}

/** Customers, stakeholders, colleagues: whoever is told beside those who work on it. */
function commsButton({ id }: Incident): Button {
  return button({
    text: 'Tell people…',
    action: ACTIONS.comms,
    value: controlValue(id),
    label: `Messages about ${id} to customers and colleagues`,
  })
}

function stepButton({ id, status }: Incident): Button {
  const next = nextStatus(status) ?? 'resolved'
  if (next === 'resolved') {
    return button({
      text: 'Resolve…',
      action: ACTIONS.resolve,
      value: controlValue(id, status),
      label: `Resolve ${id}`,
    })
  }
  const text = `Mark ${statusName(next).toLowerCase()}`
  return button({ text, action: ACTIONS.next, value: controlValue(id, status), label: `${text}: ${id}` })
}

function reopenButton({ id }: Incident): Button {
  return button({ text: 'Reopen…', action: ACTIONS.reopen, value: controlValue(id), label: `Reopen ${id}` })
}

function noteButton({ id }: Incident): Button {
  return button({
    text: 'Add a note…',
    action: ACTIONS.note,
    value: controlValue(id),
    label: `Add a note to ${id}`,
  })
}

function timelineButton({ id }: Incident): Button {
  return button({
    text: 'Show timeline',
    action: ACTIONS.timeline,
    value: controlValue(id, '1'),
    label: `Show the timeline of ${id}`,
  })
}

function followUpsButton({ id }: Incident): Button {
  return button({
    text: 'Follow-ups',
    action: ACTIONS.followUps,
    value: controlValue(id),
    label: `Follow-ups of ${id}`,
  })
}

const MENU_AFTER_TEXT: Record<MenuAfterChoice, string> = {
  note: 'Add a note…',
  timeline: 'Show timeline',
  followups: 'Show follow-ups',
  moment: 'Correct a key moment…',
  close: 'Close it for good',
}

function menuAfter({ id }: Incident): Overflow {
  return overflow(
    ACTIONS.after,
    MENU_AFTER.map((choice) => option(MENU_AFTER_TEXT[choice], menuValue(choice, id))),
  )
}

function menu({ id }: Incident): Overflow {
  return overflow(
    ACTIONS.more,
    MENU.map((choice) => option(MENU_TEXT[choice], menuValue(choice, id))),
  )
}
