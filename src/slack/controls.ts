import type { Status } from '../core/incident/incident.ts'

/** The action ids of every button and menu that the bot shows. */
export const ACTIONS = {
  declare: 'incident.declare',
  take: 'incident.take-command',
  update: 'incident.update',
  next: 'incident.next-status',
  resolve: 'incident.resolve',
  reopen: 'incident.reopen',
  note: 'incident.note',
  triage: 'incident.triage',
  timeline: 'incident.timeline',
  timelineOlder: 'incident.timeline-older',
  timelineNewer: 'incident.timeline-newer',
  timelineView: 'incident.timeline-view',
  timelineExport: 'incident.timeline-export',
  more: 'incident.more',
  acknowledge: 'incident.acknowledge',
  takePage: 'incident.take-page',
  cannot: 'incident.cannot',
  open: 'incident.open',
  snooze: 'incident.snooze',
  handOver: 'incident.hand-over',
  /** With a number behind it: there is one for each incident that a message may belong to. */
  capture: 'incident.capture',
  summary: 'incident.summary',
  review: 'incident.review',
  ownReview: 'incident.own-review',
  giveReview: 'incident.give-review',
  moveReview: 'incident.move-review',
  contribute: 'incident.contribute',
  followUp: 'incident.follow-up',
  followUps: 'incident.follow-ups',
  finishFollowUp: 'incident.finish-follow-up',
  changeFollowUp: 'incident.change-follow-up',
  dropFollowUp: 'incident.drop-follow-up',
  close: 'incident.close',
  after: 'incident.after',
  comms: 'incident.comms',
  publicNotice: 'incident.public-notice',
  approveMessage: 'incident.approve-message',
  declineMessage: 'incident.decline-message',
  openMessage: 'incident.open-message',
  leaveStatuspage: 'incident.leave-statuspage',
  restoreStatuspage: 'incident.restore-statuspage',
} as const

/**
 * Controls within the modal of messages, which change what it shows. Behind a colon stands which of several, as the
 * ids of a view have to differ.
 */
export const IN_COMMS = {
  panel: 'comms.panel',
  write: 'comms.write',
  other: 'comms.other',
  open: 'comms.open',
  save: 'comms.save',
  edit: 'comms.edit',
  drop: 'comms.drop',
  approve: 'comms.approve',
  decline: 'comms.decline',
  again: 'comms.again',
  byHand: 'comms.by-hand',
} as const

/** The callback ids of every form. */
export const FORMS = {
  declare: 'form.declare',
  update: 'form.update',
  status: 'form.status',
  severity: 'form.severity',
  triage: 'form.triage',
  role: 'form.role',
  note: 'form.note',
  reopen: 'form.reopen',
  rename: 'form.rename',
  escalate: 'form.escalate',
  page: 'form.page',
  evidence: 'form.evidence',
  moment: 'form.moment',
  addMessage: 'form.add-message',
  resolve: 'form.resolve',
  summary: 'form.summary',
  reviewOwner: 'form.review-owner',
  contribute: 'form.contribute',
  followUp: 'form.follow-up',
  dropFollowUp: 'form.drop-follow-up',
  decision: 'form.decision',
  nearMiss: 'form.near-miss',
  comms: 'form.comms',
  writeMessage: 'form.write-message',
  message: 'form.message',
  declineMessage: 'form.decline-message',
} as const

export const SHORTCUTS = { declare: 'shortcut.declare', addMessage: 'shortcut.add-message' } as const
export const COMMAND = '/incident'
export const SWITCH_COMMAND = '/killswitch'
export const ON_CALL_COMMAND = '/oncall'

/** The entries of the card's menu. */
export const MENU = ['status', 'severity', 'role', 'note', 'timeline'] as const
export type MenuChoice = (typeof MENU)[number]

/** The entries of the menu of an incident that is over. */
export const MENU_AFTER = ['note', 'timeline', 'followups', 'moment', 'close'] as const
export type MenuAfterChoice = (typeof MENU_AFTER)[number]

/** Nobody or nothing, where a blank would be lost. */
const NONE = '-'

/**
 * What a control carries: which incident, and what the person saw when they decided to press it (who had
 * command, which status), so that a press on an old card undoes nothing. `page` is for the timeline.
 */
export type Control = { id: string; saw: string }

export function controlValue(id: string, saw = ''): string {
  return `${id} ${saw === '' ? NONE : saw}`
}

export function readControl(value: string | undefined): Control | undefined {
  const match = /^(INC-[1-9]\d{0,8}) (\S+)$/.exec(value ?? '')
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { id: match[1], saw: match[2] === NONE ? '' : match[2] }
}

/** A menu entry's value: the choice, then the incident. */
export function menuValue(choice: MenuChoice | MenuAfterChoice, id: string): string {
  return `${choice} ${controlValue(id)}`
}

export function readMenu(value: string | undefined): { choice: MenuChoice; id: string } | undefined {
  return readChoice(MENU, value)
}

export function readMenuAfter(
  value: string | undefined,
): { choice: MenuAfterChoice; id: string } | undefined {
  return readChoice(MENU_AFTER, value)
}

function readChoice<Choice extends string>(
  menu: readonly Choice[],
  value: string | undefined,
): { choice: Choice; id: string } | undefined {
  const [word, ...rest] = (value ?? '').split(' ')
  const choice = menu.find((known) => known === word)
  const control = readControl(rest.join(' '))
  return choice && control && { choice, id: control.id }
}

/** The step that usually comes next. */
export function nextStatus(status: Status): Status | undefined {
  const next = {
    investigating: 'identified',
    identified: 'monitoring',
    monitoring: 'resolved',
    resolved: undefined,
  } as const
  return next[status]
}
