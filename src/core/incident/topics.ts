import { amend } from '../amend/amend-topic.ts'
import { capture } from '../capture/capture-topic.ts'
import { comms } from '../comms/topic.ts'
import { onCallTopic } from '../on-call/topic.ts'
import { pagerduty } from '../pagerduty/topic.ts'
import { report } from '../report/report-topic.ts'
import { review } from '../review/topic.ts'
import { exporting } from '../timeline/export-topic.ts'
import { alertsTopic } from './alerts-topic.ts'
import type { IncidentCommand, IncidentEvent, TopicCommand, TopicEvent } from './incident.ts'
import { leversTopic } from './levers-topic.ts'
import { promises } from './promises-topic.ts'
import type { Topic } from './topic.ts'

// biome-ignore lint/suspicious/noExplicitAny: topics of every kind; each is only ever given its own commands and events.
type AnyTopic = Topic<any, any>

type Topics = {
  all: readonly AnyTopic[]
  byCommand: ReadonlyMap<string, AnyTopic>
  byEvent: ReadonlyMap<string, AnyTopic>
}

let known: Topics | undefined

/** Made when first asked for: topics and what they are asked from import each other. */
function theTopics(): Topics {
  known ??= arranged([
    promises,
    leversTopic,
    capture,
    amend,
    review,
    report,
    exporting,
    comms,
    alertsTopic,
    onCallTopic,
    pagerduty,
  ])
  return known
}

function arranged(all: AnyTopic[]): Topics {
  return {
    all,
    byCommand: byType(all, ({ commands }) => commands),
    byEvent: byType(all, ({ events }) => events),
  }
}

function byType(all: AnyTopic[], typesOf: (topic: AnyTopic) => object): Map<string, AnyTopic> {
  return new Map(all.flatMap((topic) => Object.keys(typesOf(topic)).map((type) => [type, topic] as const)))
}

/** All topics of an incident, in the order in which what follows from an event is decided. */
export function topics(): readonly AnyTopic[] {
  return theTopics().all
}

export function topicOfCommand({ type }: TopicCommand): AnyTopic {
  return found(theTopics().byCommand.get(type), type)
}

export function topicOfEvent({ type }: TopicEvent): AnyTopic {
  return found(theTopics().byEvent.get(type), type)
}

export function isTopicCommand(command: IncidentCommand): command is TopicCommand {
  return theTopics().byCommand.has(command.type)
}

export function isTopicEvent(event: IncidentEvent): event is TopicEvent {
  return theTopics().byEvent.has(event.type)
}

function found(topic: AnyTopic | undefined, type: string): AnyTopic {
  if (topic === undefined) throw new Error(`${type} belongs to no topic of an incident`)
  return topic
}
