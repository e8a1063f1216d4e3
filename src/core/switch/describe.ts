import type { Actor, Entry } from '../decider.ts'
import { afterSpan } from '../describe-levers.ts'
import { type Detail, instant, type Line, type Part, text, user } from '../sentence.ts'
import { valueInWords } from './standing.ts'
import type { Ordered, SwitchEvent } from './switch.ts'

/** Who did what to a switch, for its history and the decision log. */
export function describeSwitch({ event, actor }: Entry<SwitchEvent>): Line {
  return { by: doer(event, actor), does: does(event), details: details(event) }
}

/** Carrying out what a person ordered is that person's doing. */
function doer(event: SwitchEvent, actor: Actor): Actor {
  switch (event.type) {
    case 'pull-ordered':
    case 'restore-ordered':
    case 'pulled':
    case 'restored':
    case 'drift-accepted':
      return event.by === '' ? { kind: 'bot' } : { kind: 'user', id: event.by }
    case 'terms-changed':
    case 'switch-retired':
      return { kind: 'bot' }
    default:
      return actor
  }
}

function does(event: SwitchEvent): Part[] {
  switch (event.type) {
    case 'switch-adopted':
      return [text('took it over from the policy')]
    case 'terms-changed':
      return [text('noticed that the policy says something else of it now')]
    case 'switch-retired':
      return [text('noticed that the policy no longer names it')]
    case 'value-found':
      return [text(`found it ${valueInWords(event.value)}`)]
    case 'pull-ordered':
    case 'restore-ordered':
      return ordered(event)
    case 'pulled':
      return [text(`pulled it: read back as ${valueInWords(event.value)}${afterSpan(event.tookMs)}`)]
    case 'restored':
      return [text(`restored it: read back as ${valueInWords(event.value)}${afterSpan(event.tookMs)}`)]
    case 'kept':
      return [text('decided to keep it pulled; '), user(event.owner), text(' answers for it')]
    case 'put-off':
      return [text('put off deciding to '), instant(event.until)]
    case 'reminded':
      return [text('reminded that it is pulled')]
    case 'watched':
      return [text(`has watched “${event.stage}” for ${event.minutes} minutes`)]
    case 'refused':
      return [text(`tried to ${event.act} it, and may not`)]
    case 'delivery-failed':
      return [text(`gave up on telling it (${event.effect})`)]
    default:
      return 'ask' in event ? asks(event) : trouble(event)
  }
}

function ordered({ type, value, approvedBy, override, outOfTurn, putBack }: Ordered): Part[] {
  const verb = type === 'pull-ordered' ? 'pull' : 'restore'
  const how = [
    override === true ? ', without a second person' : '',
    outOfTurn === true ? ', before its turn' : '',
    putBack === true ? ', undoing what was changed elsewhere' : '',
  ].join('')
  const approved = approvedBy === undefined ? [] : [text(', approved by '), user(approvedBy)]
  return [text(`ordered to ${verb} it: ${valueInWords(value)}${how}`), ...approved]
}

type AskEvent = Extract<SwitchEvent, { ask: number }>

function asks(event: AskEvent): Part[] {
  switch (event.type) {
    case 'approval-asked':
      return [
        text(
          `asked for approval to ${event.how === 'accept' ? 'accept what it was changed to' : `${event.act} it`}`,
        ),
        ...(event.until === undefined ? [] : [text(', until '), instant(event.until)]),
      ]
    case 'help-asked':
      return [text(`asked those who may to ${event.act} it`)]
    case 'ask-sent':
      return [
        text('asked '),
        ...event.copies.flatMap((copy, index) => [...(index === 0 ? [] : [text(', ')]), user(copy.user)]),
      ]
    case 'approved':
      return [text('approved it')]
    case 'ask-ended':
      return [text(ENDS[event.how])]
  }
}

const ENDS: Record<Extract<AskEvent, { type: 'ask-ended' }>['how'], string> = {
  declined: 'declined the request',
  withdrawn: 'took back the request',
  expired: 'got no answer to the request in time',
  moved: 'voided the request, because things have changed',
  done: 'did what was asked for',
}

type Trouble = Extract<
  SwitchEvent,
  {
    type:
      | 'set-failed'
      | 'retried'
      | 'tried-again'
      | 'stuck'
      | `drift${string}`
      | `unreadable${string}`
      | 'readable'
  }
>

function trouble(event: Trouble): Part[] {
  switch (event.type) {
    case 'set-failed':
      return [
        text(`could not ${event.act} it (try ${event.tries}); trying again at `),
        instant(event.retryAt),
      ]
    case 'retried':
      return [text('tried again')]
    case 'tried-again':
      return [text('asked to try again at once')]
    case 'stuck':
      return [text(`could not ${event.act} it for ${event.minutes} minutes, and told the managers`)]
    case 'drifted':
      return [
        text(
          `found it changed elsewhere: it is ${valueInWords(event.value)}, but ${valueInWords(event.wanted)} is wanted`,
        ),
      ]
    case 'drift-alarmed':
      return [text('told the managers again that it was changed elsewhere')]
    case 'drift-ended':
      return [text(`found it as it is wanted again: ${valueInWords(event.value)}`)]
    case 'drift-accepted':
      return [text(`accepted what it was changed to elsewhere: ${valueInWords(event.value)}`)]
    case 'unreadable':
      return [text('cannot read it back')]
    case 'unreadable-long':
      return [text(`could not read it back for ${event.minutes} minutes, and told the managers`)]
    case 'readable':
      return [text('can read it back again')]
  }
}

function details(event: SwitchEvent): Detail[] {
  switch (event.type) {
    case 'pull-ordered':
    case 'restore-ordered':
    case 'approval-asked':
    case 'help-asked':
    case 'kept':
    case 'drift-accepted':
      return [{ label: 'Reason', text: event.reason }]
    case 'set-failed':
    case 'stuck':
    case 'unreadable':
    case 'delivery-failed':
      return [{ label: 'Because', text: event.why }]
    case 'refused':
      return event.reason === '' ? [] : [{ label: 'Said', text: event.reason }]
    default:
      return []
  }
}

/**
 * What stands in a decision log: every change of a switch, and every decision about one. The rest of the history is
 * how it was carried out.
 */
const DECISIONS: ReadonlySet<SwitchEvent['type']> = new Set([
  'pull-ordered',
  'restore-ordered',
  'pulled',
  'restored',
  'drifted',
  'drift-accepted',
  'approval-asked',
  'approved',
  'ask-ended',
  'refused',
  'kept',
  'put-off',
  'terms-changed',
  'switch-retired',
])

export function isDecision({ type }: Pick<SwitchEvent, 'type'>): boolean {
  return DECISIONS.has(type)
}
