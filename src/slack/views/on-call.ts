import { ON_CALL_COMMANDS } from '../../core/on-call/commands.ts'
import { orders } from '../../core/on-call/rungs.ts'
import type { Behind, Turn } from '../../core/on-call/shift.ts'
import type { Policy } from '../../core/policy.ts'
import { context, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, lineOf, packed, user, words } from '../mrkdwn.ts'

export type RungShown = { key: string; name: string; behind: Behind[] }

const TITLE = 'Who is on call'

/** Each rung with whoever stands behind it, now and next; `all`: also the order in which they are paged. */
export function onCallMessage(rungs: readonly RungShown[], policy: Policy, all: boolean): Message {
  if (rungs.length === 0) {
    const text =
      'The policy has no rungs, so nobody is on call for anything. Add `rungs` and `ladders` to it.'
    return { text, blocks: [section(text)] }
  }
  const texts = rungs.map((rung) => rungText(rung, policy))
  return {
    text: `${TITLE}: ${rungs.map(inShort).join('; ')}`,
    blocks: [
      header(TITLE),
      ...packed(
        texts.map((text) => `${text}\n`),
        LIMITS.sectionText,
      ).map((text) => section(text)),
      ...(all ? orderLines(policy).map((line) => context(line)) : []),
    ],
  }
}

function rungText({ name, behind }: RungShown, policy: Policy): string {
  const lines = behind.flatMap((one) => linesOf(one, policy))
  return [`*${lineOf(name, SHOWN.titleInLine)}*`, ...lines].join('\n')
}

function linesOf(one: Behind, { roles }: Policy): string[] {
  switch (one.kind) {
    case 'people':
      return [`${one.now.map(({ user: id, name }) => person(id, name)).join(', ')}${whence(one.reference)}`]
    case 'role':
      return [`whoever is ${lineOf(roles[one.role]?.name ?? one.role, SHOWN.titleInLine)} of the incident`]
    case 'unknown':
      return [`⚠️ not known for ${words(one.reference, SHOWN.titleInLine)}: ${lineOf(one.why, SHOWN.because)}`]
    case 'shift':
      return shiftLines(one)
  }
}

function shiftLines({ title, now, next, asOf }: Extract<Behind, { kind: 'shift' }>): string[] {
  const place = `PagerDuty, _${lineOf(title, SHOWN.titleInLine)}_`
  const who = now.length === 0 ? `⚠️ nobody right now · ${place}` : `${now.map(turnNow).join(', ')} · ${place}`
  const then = next.map(
    (turn) =>
      `${person(turn.user, turn.name)}${turn.from === undefined ? '' : ` from ${dateTime(turn.from)}`}`,
  )
  return [
    who,
    ...(then.length > 0 ? [`then ${then.join(', ')}`] : []),
    ...(asOf
      ? [`⚠️ as of ${dateTime(asOf.at)}: PagerDuty cannot be reached (${lineOf(asOf.why, SHOWN.because)})`]
      : []),
  ]
}

function turnNow({ user: id, name, until }: Turn): string {
  return `${person(id, name)}${until === undefined ? '' : ` until ${dateTime(until)}`}`
}

function person(id: string | undefined, name: string): string {
  return id === undefined ? `${lineOf(name, SHOWN.titleInLine)} (not in this workspace)` : user(id)
}

/** Where it says so; an id or an address says nothing that the name does not. */
function whence(reference: string): string {
  return reference.startsWith('@') ? ` · ${words(reference, SHOWN.titleInLine)}` : ''
}

function orderLines(policy: Policy): string[] {
  return orders(policy).map(({ severities, rungs }) => {
    const whom = rungs.map((rung) => lineOf(policy.rungs[rung]?.name ?? rung, SHOWN.titleInLine)).join(' → ')
    return `${severities.map((severity) => severity.toUpperCase()).join(', ')}: ${whom}`
  })
}

function inShort({ name, behind }: RungShown): string {
  const now = behind.flatMap((one) => ('now' in one ? one.now.map((mate) => mate.name) : []))
  return `${words(name, SHOWN.titleInLine)}: ${now.length === 0 ? 'not known' : words([...new Set(now)].join(', '), SHOWN.because)}`
}

export function onCallHelp({ rungs }: Policy): Message {
  const lines = ON_CALL_COMMANDS.map(
    ({ name, usage, what }) =>
      `\`${words(['/oncall', name, usage].filter(Boolean).join(' '), 200)}\`  ${what}`,
  )
  const known = `The rungs are: ${Object.keys(rungs)
    .map((key) => `\`${key}\``)
    .join(', ')}.`
  const text = [...lines, known].join('\n')
  return { text, blocks: [section(text)] }
}
