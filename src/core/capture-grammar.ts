import { readEvidence } from './capture/evidence.ts'
import { MOMENTS, type Moment } from './capture/moments.ts'
import { readMarkedWhen, readWhen, TIME_WANTED, type When } from './capture/when.ts'
import { firstWord, plainWord } from './command-words.ts'
import type { Command } from './commands.ts'
import type { Intent } from './intent.ts'
import { nearest } from './nearest.ts'
import { isBlank } from './text.ts'
import { asTyped } from './typed-text.ts'
import { quoted, unfitting } from './unclear.ts'

type Said = { command: Command; incident?: number; rest: string }

/** `note`, `evidence` and `moment`: what happened, and when. */
export function readCaptureCommand(said: Said): Intent {
  switch (said.command.name) {
    case 'evidence':
      return readEvidenceCommand(said)
    case 'moment':
      return readMomentCommand(said)
    default:
      return readNote(said)
  }
}

function readNote({ command, incident, rest }: Said): Intent {
  const timed = readMarkedWhen(rest)
  if (timed !== undefined && 'wrong' in timed) return unfittingTime(command, timed.wrong)
  const text = asTyped(timed?.rest ?? rest).trim()
  return { intent: 'note', ...on(incident), ...whenOf(timed), ...(isBlank(text) ? {} : { text }) }
}

/** The time may stand before or after "req-id"; what else there is, is evidence. */
function readEvidenceCommand({ command, incident, rest }: Said): Intent {
  const timed = readMarkedWhen(rest)
  if (timed !== undefined && 'wrong' in timed) return unfittingTime(command, timed.wrong)
  const items = readEvidence(timed?.rest ?? rest)
  if ('wrong' in items)
    return unfitting(
      'evidence',
      capitalised(asTyped(items.wrong)),
      'It takes ids after “req-id”, links, or a few words.',
    )
  return { intent: 'evidence', ...on(incident), ...whenOf(timed), ...(items.length === 0 ? {} : { items }) }
}

/** How people call the moments. */
const CALLED: Record<string, Moment> = {
  start: 'started',
  began: 'started',
  begun: 'started',
  detect: 'detected',
  noticed: 'detected',
  found: 'detected',
  declare: 'declared',
  ack: 'acknowledged',
  acked: 'acknowledged',
  acknowledge: 'acknowledged',
  mitigate: 'mitigated',
  resolve: 'resolved',
}

function readMomentCommand({ command, incident, rest }: Said): Intent {
  const first = firstWord(rest)
  if (first === undefined) return { intent: 'moment', ...on(incident) }
  const word = plainWord(first.word)
  const moment =
    MOMENTS.find((known) => known === word) ?? (Object.hasOwn(CALLED, word) ? CALLED[word] : undefined)
  if (moment === undefined) return noSuchMoment(word, first.word)
  const timed = readWhen(first.rest)
  if (timed !== undefined && 'wrong' in timed) return unfittingTime(command, timed.wrong)
  if (timed === undefined && !isBlank(first.rest))
    return unfitting('moment', 'I do not see when that was', 'Say the time right after it, then the reason.')
  const reason = asTyped(timed?.rest ?? '').trim()
  return {
    intent: 'moment',
    ...on(incident),
    moment,
    ...whenOf(timed),
    ...(isBlank(reason) ? {} : { reason }),
  }
}

function noSuchMoment(word: string, said: string): Intent {
  const meant = nearest(word, MOMENTS)
  return unfitting(
    'moment',
    `${quoted(said)} is not a moment of an incident`,
    `Moments are: ${MOMENTS.join(', ')}.`,
    meant === undefined ? undefined : `moment ${meant} at 10:12 The logs say so`,
  )
}

function unfittingTime({ name }: Command, wrong: string): Intent {
  return unfitting(name, `${quoted(wrong)} is no time`, TIME_WANTED)
}

function on(incident: number | undefined): { incident?: number } {
  return incident === undefined ? {} : { incident }
}

function whenOf(timed: { when: When } | undefined): { when?: When } {
  return timed === undefined ? {} : { when: timed.when }
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
