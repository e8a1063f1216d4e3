import type { ModalView } from '@slack/types'
import type { Incident, IncidentCommand } from '../../core/incident/incident.ts'
import { resolved } from '../../core/incident/lifecycle.ts'
import { rolesOf } from '../../core/incident/roles.ts'
import type { Intent } from '../../core/intent.ts'
import type { Message } from '../blocks.ts'
import { classes, declared, help, question, refusal, shown, unclear } from '../views/answers.ts'
import { declareByAnswers, knownOf, triageModal } from '../views/classifier-modal.ts'
import { commsPanel } from '../views/comms-panel.ts'
import { declareModal } from '../views/declare-modal.ts'
import { renameModal, reopenModal, roleModal, severityModal, updateModal } from '../views/incident-forms.ts'
import { followUpsMessage, isForLog, locateAfter, putInLog } from './afterwards.ts'
import { alertsMessage } from './alert-desk.ts'
import { communication } from './communication.ts'
import { type Asked, act, assignment, begin, type Desk, hereOf, locate } from './desk.ts'
import { aboutCapture, isAboutCapture } from './follow-capture.ts'
import { aboutPromise, isAboutPromise } from './follow-page.ts'
import { aboutReview, isAboutReview } from './follow-review.ts'
import { aboutTimeline, isAboutTimeline } from './follow-timeline.ts'
import { logPage } from './log-page.ts'
import { explained, outcomeMessage } from './outcome-message.ts'
import { listMessage } from './read.ts'
import { notToRead } from './reading.ts'
import { askReport, statisticsMessage } from './reports.ts'

/** What a command comes to: something to tell the person, or a form to open. */
export type Reply = { message: Message } | { form: ModalView }

type Of<Kind extends Intent['intent']> = Extract<Intent, { intent: Kind }>
type OnIncident = Exclude<Extract<Intent, { incident?: number }>, { intent: 'follow-ups' }>

/** What tells of more than one incident. */
const OF_ALL: readonly Intent['intent'][] = ['list', 'alerts', 'log', 'follow-ups', 'stats']

/** Does what was meant, or asks for what is missing. */
export async function follow(desk: Desk, asked: Asked, intent: Intent): Promise<Reply> {
  const hidden = OF_ALL.includes(intent.intent) ? await notToRead(desk, asked, 'everything') : undefined
  if (hidden !== undefined) return { message: hidden }
  switch (intent.intent) {
    case 'home':
      return atHome(desk, asked)
    case 'declare':
      return declare(desk, asked, intent)
    case 'list':
      return { message: await listMessage(desk, intent.all) }
    case 'alerts':
      return { message: await alertsMessage(desk) }
    case 'log':
      return { message: await logPage(desk, intent.days) }
    case 'follow-ups':
      return { message: await followUpsMessage(desk, asked, intent) }
    case 'log-words':
      return (await isForLog(desk, asked, intent))
        ? putInLog(desk, asked, intent)
        : onIncident(desk, asked, intent)
    case 'stats':
      return { message: await statisticsMessage(desk, asked, intent.period) }
    case 'help':
      return { message: help(intent.command) }
    case 'unclear':
      return { message: unclear(intent.sentence, intent.examples) }
    default:
      return onIncident(desk, asked, intent)
  }
}

/** Inside an incident its controls, elsewhere the form to declare one. */
async function atHome(desk: Desk, asked: Asked): Promise<Reply> {
  const [incident, ...others] = await hereOf(desk, asked)
  if (incident && others.length === 0)
    return { message: (await notToRead(desk, asked, incident)) ?? shown(incident, desk.policy) }
  return { form: declareByAnswers(desk.policy, { classes: [], answers: {} }, channelOf(asked)) }
}

/** With a severity nothing is asked about it; without one the questions find it. */
async function declare(desk: Desk, asked: Asked, intent: Of<'declare'>): Promise<Reply> {
  const { severity, title, classes: about = [] } = intent
  if (severity === undefined) {
    const given = { classes: about, answers: {}, ...(title ? { title } : {}) }
    return { form: declareByAnswers(desk.policy, given, channelOf(asked)) }
  }
  if (title === undefined)
    return { form: declareModal(desk.policy, { ...channelOf(asked), severity, classes: about }) }
  const handled = await begin(desk, asked, { title, severity, classes: about })
  return {
    message: handled.result === 'rejected' ? refusal(handled.rejection.rejected) : declared(handled.state),
  }
}

async function onIncident(desk: Desk, asked: Asked, intent: OnIncident): Promise<Reply> {
  const which = isAboutReview(intent)
    ? await locateAfter(desk, asked, intent)
    : await locate(desk, asked, intent.incident)
  const hidden = await notToRead(desk, asked, 'incident' in which ? which.incident : 'everything')
  if (hidden !== undefined) return { message: hidden }
  if ('question' in which) return { message: question(which.question, which.choices, again(asked, intent)) }
  const { incident } = which
  if (intent.intent === 'report') return { message: await askReport(desk, asked, incident) }
  const next = await nextFor(desk, asked, intent, incident)
  if ('message' in next || 'form' in next) return next
  const handled = await act(desk, asked, incident.id, next)
  return { message: await outcomeMessage(desk, incident.id, handled, 'role' in next ? next.role : undefined) }
}

/** What to send again with a number in front; not when there was a number, which was the wrong one. */
function again({ typed }: Asked, { incident }: OnIncident): string | undefined {
  return incident === undefined ? typed : undefined
}

/** The command to give, when all that it takes was said; otherwise the form for the rest, or what there is to see. */
async function nextFor(
  desk: Desk,
  asked: Asked,
  intent: Exclude<OnIncident, { intent: 'report' }>,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const { policy } = desk
  if (isAboutReview(intent)) return aboutReview(desk, asked, intent, incident)
  if (isAboutPromise(intent)) return aboutPromise(desk, intent, incident)
  if (isAboutTimeline(intent)) return aboutTimeline(desk, asked, intent, incident)
  if (isAboutCapture(intent)) return aboutCapture(desk, asked, intent, incident)
  switch (intent.intent) {
    case 'show':
      return { message: shown(incident, policy) }
    case 'update':
      return intent.text
        ? { type: 'post-update', update: { summary: intent.text } }
        : { form: updateModal(incident) }
    case 'rename':
      return intent.title ? { type: 'rename', title: intent.title } : { form: renameModal(incident) }
    case 'reopen':
      return intent.reason ? { type: 'reopen', reason: intent.reason } : { form: reopenModal(incident) }
    case 'status':
      if (intent.status === undefined) return { message: shown(incident, policy) }
      return { type: 'change-status', status: intent.status, ...(intent.note ? { note: intent.note } : {}) }
    case 'severity':
      return intent.severity && intent.reason
        ? { type: 'change-severity', severity: intent.severity, reason: intent.reason }
        : { form: severityModal(incident, policy, intent) }
    case 'comms':
      return { form: commsPanel(await communication(desk, incident)) }
    case 'triage':
      return triage(desk, incident)
    case 'class':
      return intent.classes
        ? { type: 'change-classes', classes: intent.classes }
        : { message: classes(incident, await desk.policyOf(incident.policy)) }
    default:
      return aboutRole(desk, asked, intent, incident)
  }
}

async function triage(desk: Desk, incident: Incident): Promise<Reply> {
  if (incident.status === 'resolved')
    return { message: await explained(desk, incident.id, resolved(incident)) }
  const policy = await desk.policyOf(incident.policy)
  return { form: triageModal(incident, policy, knownOf(incident)) }
}

async function aboutRole(
  desk: Desk,
  asked: Asked,
  intent: Of<'take' | 'assign' | 'handover' | 'release'>,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const { user } = asked
  const form = (person?: string) => ({
    form: roleModal(incident, desk.policy, {
      ...(intent.role ? { role: intent.role } : {}),
      ...(person ? { person } : {}),
    }),
  })
  switch (intent.intent) {
    case 'take':
      return intent.role ? assignment(desk, intent.role, user) : form(user)
    case 'assign':
      return intent.role && intent.user ? assignment(desk, intent.role, intent.user) : form(intent.user)
    case 'handover':
    case 'release':
      return ofOwnRole(desk, asked, intent, incident)
  }
}

/** A handover or release is of a role that one holds, so with only one it need not be named. */
async function ofOwnRole(
  desk: Desk,
  asked: Asked,
  intent: Of<'handover' | 'release'>,
  incident: Incident,
): Promise<IncidentCommand | Reply> {
  const held = rolesOf(incident, asked.user)
  const role = intent.role ?? (held.length === 1 ? held[0] : undefined)
  if (role === undefined)
    return { message: refusal(held.length === 0 ? NO_ROLE(incident) : WHICH_ROLE(held, incident, intent)) }
  if (intent.intent === 'release') return { type: 'release-role', role }
  if (!held.includes(role)) return { message: await notHeld(desk, incident, role) }
  if (intent.user === undefined) return { form: roleModal(incident, desk.policy, { role }) }
  return assignment(desk, role, intent.user, asked.user)
}

const NO_ROLE = ({ id }: Incident) => `You hold no role in ${id}, so there is nothing to give away.`
const WHICH_ROLE = (held: string[], { id }: Incident, { intent }: { intent: string }) =>
  `You hold several roles. Name the one you mean: ${held.join(', ')}; such as \`/incident ${intent} ${id} ${held[0]}${intent === 'handover' ? ' @person' : ''}\`.`

async function notHeld(desk: Desk, { id }: Incident, role: string): Promise<Message> {
  const sentence = `You do not hold ${role} in ${id}. To give it to somebody all the same: \`/incident assign ${id} ${role} @person\`.`
  return explained(desk, id, { rejected: sentence, code: 'role-moved' }, role)
}

function channelOf({ channel }: Asked): { channel?: string } {
  return channel === undefined ? {} : { channel }
}
