import type { LeverEvent } from './incident/levers.ts'
import { type Detail, type Part, said, text, user } from './sentence.ts'

/** What an incident's timeline says of a kill switch, after the name of who did it. */
export function leverDoes(event: LeverEvent): Part[] {
  const name = said(`${event.name} (${event.switch})`)
  switch (event.type) {
    case 'switch-ordered':
      return [
        text(`${event.override === true ? 'without a second person ' : ''}ordered to ${event.act} `),
        name,
        text(`: being set to ${event.value}`),
        ...(event.outOfTurn === true ? [text(', before its turn')] : []),
        ...(event.approvedBy === undefined ? [] : [text(', approved by '), user(event.approvedBy)]),
      ]
    case 'switch-pulled':
      return [text('pulled '), name, text(`: read back as ${event.value}${afterSpan(event.tookMs)}`)]
    case 'switch-restored':
      return [text('restored '), name, text(`: read back as ${event.value}`), ...lasted(event.pulledMs)]
    case 'switch-trouble':
      return [
        text('could not '),
        text(`${event.act} `),
        name,
        text(
          event.minutes === undefined
            ? ' yet, and goes on trying'
            : ` for ${event.minutes} minutes, and told the managers`,
        ),
      ]
    case 'switch-drifted':
      return [
        text('found '),
        name,
        text(` changed elsewhere: it is ${event.value}, but ${event.wanted} is wanted`),
      ]
    case 'switch-unreadable':
      return [text('cannot read back '), name]
    case 'switch-settled':
      return event.by === undefined
        ? [text('found '), name, text(` as it is wanted again: ${event.value}`)]
        : [text('accepted what '), name, text(` was changed to elsewhere: ${event.value}`)]
    case 'switch-kept':
      return [text('decided to keep '), name, text(' pulled; '), user(event.owner), text(' answers for it')]
    case 'switch-put-off':
      return [text('put off deciding about '), name, text(' to '), { part: 'instant', instant: event.until }]
    case 'switch-reminded':
      return [
        text('reminded that '),
        name,
        text(' is pulled, since '),
        { part: 'instant', instant: event.since },
      ]
    case 'switch-refused':
      return [text(`tried to ${event.act} `), name, text(', and may not')]
    case 'switch-help-asked':
      return [text(`asked those who may to ${event.act} `), name]
    case 'switch-gone':
      return [text('noticed that the policy no longer names '), name, text(', which is pulled')]
    case 'switches-left':
      return [text('asks what becomes of '), said(leftInWords(event)), text(', pulled for this')]
    default:
      return approvalDoes(event, name)
  }
}

type Approval = Extract<LeverEvent, { type: `switch-approval-${string}` }>

function approvalDoes(event: Approval, name: Part): Part[] {
  if (event.type === 'switch-approval-asked') {
    return [
      text(`asked for approval to ${event.act} `),
      name,
      text(' by a second person, until '),
      { part: 'instant', instant: event.until },
    ]
  }
  return [text(`${APPROVAL_ENDS[event.how] ?? 'ended'} the request to ${event.act} `), name]
}

const APPROVAL_ENDS: Record<string, string> = {
  declined: 'declined',
  withdrawn: 'withdrew',
  expired: 'got no approval in time for',
  moved: 'voided, because things have changed,',
}

/** What people said, or what the world answered. */
export function leverDetails(event: LeverEvent): Detail[] {
  switch (event.type) {
    case 'switch-ordered':
    case 'switch-pulled':
    case 'switch-kept':
    case 'switch-approval-asked':
    case 'switch-help-asked':
      return [{ label: 'Reason', text: event.reason }]
    case 'switch-restored':
      return event.reason === '' ? [] : [{ label: 'Reason', text: event.reason }]
    case 'switch-settled':
      return event.reason === undefined ? [] : [{ label: 'Reason', text: event.reason }]
    case 'switch-trouble':
    case 'switch-unreadable':
      return [{ label: 'Because', text: event.why }]
    case 'switch-refused':
      return [{ label: 'Told', text: event.sentence }]
    default:
      return []
  }
}

function leftInWords({ name, others }: Extract<LeverEvent, { type: 'switches-left' }>): string {
  return [name, ...others.map((other) => other.name)].join(', ')
}

function lasted(ms: number): Part[] {
  return ms <= 0 ? [] : [text(`, after ${span(ms)}`)]
}

/** ` after 1.2 s`, for what usually takes no longer; nothing when nobody would notice. */
export function afterSpan(ms: number): string {
  if (ms < AT_ONCE_MS) return ''
  return ms < SECONDS_UP_TO_MS ? ` after ${(ms / 1000).toFixed(1)} s` : ` after ${span(ms)}`
}
const AT_ONCE_MS = 500
const SECONDS_UP_TO_MS = 100_000

function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return minutes === 1 ? '1 minute' : `${minutes} minutes`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
