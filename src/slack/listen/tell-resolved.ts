import { messageNumbered, type Text } from '../../core/comms/comms.ts'
import { openPage } from '../../core/comms/page.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Message } from '../blocks.ts'
import { section } from '../blocks.ts'
import { type Entered, entered, enteredAll, FIELDS } from '../fields.ts'
import { LIMITS } from '../limits.ts'
import { words } from '../mrkdwn.ts'
import { saysOver, toldOnPage } from '../views/comms-resolve.ts'
import { standing } from '../views/comms-words.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { filledWith } from './fill-template.ts'

/** The template that says that it is over. */
const RESOLVED = 'resolved'
const USUAL = 'Everything works as usual again'

/** Whether the form asks for the end to be told, and what in it. */
export function endToTell(values: Entered): string | undefined {
  if (enteredAll(values, FIELDS.publicToo).length === 0) return undefined
  return entered(values, FIELDS.publicNews).trim() || USUAL
}

/**
 * Tells those who were told on the status page that it is over, or asks for the approval that this takes: the
 * incident is resolved already. `news`: what works again. Undefined when there is nothing to be told any more.
 */
export async function tellResolved(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  news: string,
): Promise<Message | undefined> {
  const policy = await desk.policyOf(incident.policy)
  const audiences = toldOnPage(incident, policy)
  if (openPage(incident.comms) === undefined || saysOver(incident) || audiences.length === 0) return undefined
  const text = await endText(desk, incident, news)
  const written = await act(desk, { ...asked, key: `${asked.key}:end` }, incident.id, {
    type: 'write-message',
    audiences,
    text,
    template: RESOLVED,
  })
  if (written.result === 'rejected')
    return said(incident, `the status page was not told: ${written.rejection.rejected}`)
  const number = written.state.comms.messages.findLast(({ by }) => by === asked.user)?.number ?? 0
  const message = messageNumbered(written.state.comms, number)
  const sent = await act(desk, { ...asked, key: `${asked.key}:end-sent` }, incident.id, {
    type: 'send-message',
    number,
    revision: message?.revision ?? 1,
  })
  if (sent.result === 'rejected')
    return said(incident, `message ${number} was not sent: ${sent.rejection.rejected}`)
  const after = messageNumbered(sent.state.comms, number)
  const how = after === undefined ? [] : standing(after, policy)
  return said(incident, `message ${number} says so to readers.`, how)
}

async function endText(desk: Desk, incident: Incident, news: string): Promise<Text> {
  const template = desk.templates.templates.find(({ key }) => key === RESOLVED)
  const disabled = await desk.templates.disabled()
  if (template === undefined || disabled.has(RESOLVED)) return { title: '', body: news, status: 'resolved' }
  const made = await filledWith(desk, incident, template, { answers: { news }, outside: true })
  return { ...made.text, status: 'resolved' }
}

function said({ id }: Incident, what: string, lines: string[] = []): Message {
  const text = `${id} is resolved, and ${what}`
  return { text, blocks: [section([words(text, LIMITS.sectionText - 500), ...lines].join('\n'))] }
}
