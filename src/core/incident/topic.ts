import type { Amendment } from '../amend/amend.ts'
import type { Context, Entry, Instant, Rejection, Timer } from '../decider.ts'
import type { Act } from '../policy.ts'
import type { Detail, Part } from '../sentence.ts'
import type { LineKind, Source } from '../timeline/kinds.ts'
import type { Incident, IncidentEvent, UserId } from './incident.ts'
import type { Owed } from './owed.ts'

/** What a topic answers to a command. */
export type Answer = IncidentEvent[] | Rejection

/** Whose doing an event is: the one's who gave the command, the bot's, as what only follows from it, or somebody's whom it names. */
export type Doer = 'whoever' | 'bot' | { user: UserId }

/**
 * A part of an incident's life that is decided on its own: its promises, what is captured, its review. Each brings
 * its commands, its events and a part of the state, and says here what they come to. A new one is a folder, a line
 * in `topics.ts`, and its types in the unions of `incident.ts`.
 */
export type Topic<Command extends { type: string }, Event extends { type: string }> = {
  /** What the policy calls each command; `own` when only the bot itself gives it. */
  commands: { [Type in Command['type']]: Act | 'own' }
  /** Whose doing each event is. */
  events: { [Type in Event['type']]: Doer | ((event: Extract<Event, { type: Type }>) => Doer) }
  decide(state: Incident, command: Command, context: Context): Answer
  evolve(state: Incident, entry: Entry<Event>): Incident
  react(entry: Entry<Event>, state: Incident): Owed[]
  /** Work that an event of any topic makes owed here, after what it makes owed itself. */
  reacts?(entry: Entry<IncidentEvent>, state: Incident): Owed[]
  /** What it keeps of entries of any topic, after they have changed the state. */
  notes?(state: Incident, entry: Entry<IncidentEvent>): Incident
  /** What follows by the policy from an event of any topic, in the same commit, right behind its cause. */
  follows?(event: IncidentEvent, before: Incident, after: Incident, context: Context): IncidentEvent[]
  /** Wake-ups wanted, also of an incident that is resolved. */
  timers?(state: Incident): Timer[]
  /** What a wake-up that is still wanted comes to; undefined when it is another topic's. */
  fired?(state: Incident, timer: Timer, now: Instant): IncidentEvent[] | undefined
  labels?(state: Incident): string[]
  /** Entries that a command is about, to be found in the context when it is decided. */
  refersTo?(command: Command, state: Incident): number[]
  /** What a line about each event is, for whoever filters the timeline. */
  kinds: { [Type in Event['type']]: LineKind | ((event: Extract<Event, { type: Type }>) => LineKind) }
  /** The event with `REDACTED` where people or outside systems said something; itself when nobody did. */
  withoutWords(event: Event): Event
  /** What an event says about an earlier entry; undefined for what stands by itself. */
  amends?(event: Event): Amendment | undefined
  /** The message in Slack that an event was taken from, if it was. */
  source?(event: Event): Source | undefined
  /** An event in words, after the name of who did it: "posted update 2". */
  does(event: Event, entry: Pick<Entry<Event>, 'actor'>): Part[]
  /** What people said with it. */
  details(event: Event): Detail[]
}
