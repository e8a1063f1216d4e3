import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { invite, type Owed, say } from '../incident/owed.ts'
import type { Topic } from '../incident/topic.ts'
import { ON_CALL_PEOPLE_MAX, WHO_MAX } from '../limits.ts'
import { type Part, said, text } from '../sentence.ts'
import { clip, line } from '../text.ts'
import { changed, type OnCallCommand, type OnCallEvent, pagedRungs } from './hand-over.ts'
import type { Mate } from './shift.ts'

type Changed = Extract<OnCallEvent, { type: 'on-call-changed' }>

/** Shifts that change hands during an incident: told to all, and whoever takes over gets a summary. */
export const onCallTopic: Topic<OnCallCommand, OnCallEvent> = {
  commands: { 'record-on-call': 'own' },
  events: { 'on-call-noted': 'bot', 'on-call-changed': 'bot' },
  kinds: { 'on-call-noted': 'bookkeeping', 'on-call-changed': 'page' },
  decide(state, { rung, people: found, asOf }, { policy }) {
    const name = policy.rungs[rung]?.name
    if (state.status === 'resolved' || name === undefined || !pagedRungs(state).includes(rung)) return []
    const people = distinct(found)
    const known = knownOf(state, rung)
    if (known === undefined) return [{ type: 'on-call-noted', rung, name, people }]
    const change = changed(known, people)
    if (change.came.length === 0 && change.left.length === 0) return []
    return [{ type: 'on-call-changed', rung, name, ...change, ...(asOf !== undefined && { asOf }) }]
  },
  evolve(state, { event }) {
    const people = event.type === 'on-call-noted' ? event.people : [...event.stay, ...event.came]
    return { ...state, onCall: { ...state.onCall, [event.rung]: people } }
  },
  react: ({ event }, state) => (event.type === 'on-call-changed' ? told(event, state) : []),
  reacts: (entry, state) => commandHandedOver(entry, state),
  does: (event) => (event.type === 'on-call-noted' ? noted(event) : changedWords(event)),
  details: () => [],
  withoutWords: (event) => event,
}

function told(event: Changed, state: Incident): Owed[] {
  const users = event.came.flatMap(({ user }) => user ?? [])
  const others = users.filter((user) => user !== state.roles.commander)
  return [
    ...say(state, 'broadcast'),
    ...users.flatMap((user) => invite(state, user)),
    ...others.map((user) => brief(user)),
  ]
}

/** Whoever is handed the command by another has to know where it stands, too. */
function commandHandedOver({ event, actor }: Entry<IncidentEvent>, state: Incident): Owed[] {
  if (event.type !== 'role-assigned' || event.role !== 'commander' || event.from === undefined) return []
  const tookIt = actor.kind === 'user' && actor.id === event.user
  return tookIt || state.status === 'resolved' ? [] : [brief(event.user)]
}

function brief(user: string): Owed {
  return { kind: 'slack.brief', lane: 'say', subject: `user:${user}`, args: { user } }
}

function knownOf({ onCall = {} }: Incident, rung: string): Mate[] | undefined {
  return Object.hasOwn(onCall, rung) ? onCall[rung] : undefined
}

function distinct(people: readonly Mate[]): Mate[] {
  const clean = people
    .slice(0, ON_CALL_PEOPLE_MAX)
    .map(({ name, user }) => ({ name: clip(line(name), WHO_MAX), ...(user !== undefined && { user }) }))
  return clean.filter((mate, index) => changed(clean.slice(0, index), [mate]).came.length > 0)
}

function noted({ name, people }: Extract<OnCallEvent, { type: 'on-call-noted' }>): Part[] {
  const whom = people.length === 0 ? [text('nobody')] : listed(people)
  return [text('noted who is on call as '), said(name), text(': '), ...whom]
}

/** "saw that Ravi took over from Ana as On-call engineer" */
function changedWords({ name, left, came, stay, asOf }: Changed): Part[] {
  const as = [text(' as '), said(name)]
  const stale =
    asOf === undefined ? [] : [text(', by what PagerDuty said '), { part: 'instant' as const, instant: asOf }]
  if (came.length === 0 && stay.length === 0)
    return [
      text('saw that '),
      ...listed(left),
      text(`’s shift is over, and nobody is on call`),
      ...as,
      ...stale,
    ]
  if (came.length === 0)
    return [
      text('saw that '),
      ...listed(left),
      text(left.length === 1 ? ' is not on call any more' : ' are not on call any more'),
      ...as,
      ...stale,
    ]
  if (left.length === 0)
    return [
      text('saw that '),
      ...listed(came),
      text(came.length === 1 ? ' is on call now too' : ' are on call now too'),
      ...as,
      ...stale,
    ]
  return [text('saw that '), ...listed(came), text(' took over from '), ...listed(left), ...as, ...stale]
}

function listed(people: readonly Mate[]): Part[] {
  return people.flatMap(({ name, user }, index) => [
    ...(index === 0 ? [] : [text(index === people.length - 1 ? ' and ' : ', ')]),
    user === undefined ? said(name) : { part: 'user' as const, user },
  ])
}
