import type { Entry } from '../../src/core/decider.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Reports } from '../../src/core/report/written-report.ts'
import { timelineLine } from '../../src/core/timeline/timeline-line.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { createChannels } from '../../src/slack/channels.ts'
import { createClient } from '../../src/slack/client.ts'
import { createGroups } from '../../src/slack/groups.ts'
import { createSelf } from '../../src/slack/identity.ts'
import { createPeople } from '../../src/slack/people.ts'
import type { Hands } from '../../src/slack/perform/hands.ts'
import { createPerformers } from '../../src/slack/perform/performers.ts'
import type { Timelines } from '../../src/timeline/timelines.ts'
import { aPolicy } from '../core/a-policy.ts'
import { anEntry, anIncident } from './an-incident.ts'
import { filesInMemory } from './files-in-memory.ts'
import { silent } from './silent.ts'
import { type SlackServer, slackServer } from './slack-server.ts'
import { someReports } from './some-reports.ts'

/** A timeline of one line. */
const aTimeline: Timelines = {
  page: async () => ({
    lines: [timelineLine(anEntry({ type: 'noted', text: 'Restarted the pool' }))],
    ...{ page: 1, pages: 1, found: 1, entries: 1 },
  }),
  exported: async (id, format) =>
    (async function* () {
      yield `${id} as ${format}`
    })(),
}

/** What performers work with, on the recording workspace. */
export function handsOn(slackAt: SlackServer, files = filesInMemory()): Hands {
  const now = Date.now
  const slack = createClient({ botToken: 'xoxb-1', apiUrl: slackAt.apiUrl }, silent)
  const { identity } = createSelf(slack)
  const groups = createGroups({ slack, now, log: silent })
  const people = createPeople({ slack, groups, identity, now, log: silent })
  const channels = createChannels({ slack, now })
  return {
    slack,
    groups,
    people,
    identity,
    channels,
    reports: someReports,
    timelines: aTimeline,
    files,
    now,
    log: silent,
  }
}

/** Performs what is owed in a workspace of its own; the room has the bot in it already. */
export async function aPerformer(given: { slack?: SlackServer; picture?: Reports['picture'] } = {}) {
  const slack = given.slack ?? (await slackServer())
  slack.room().is_member = true
  const files = filesInMemory()
  const hands = handsOn(slack, files)
  const reports = { ...hands.reports, ...(given.picture && { picture: given.picture }) }
  const performers = createPerformers({ ...hands, reports })
  return {
    slack,
    files,
    perform(
      kind: string,
      owed: Partial<Omit<Owed, 'state' | 'entry' | 'policy'>> & {
        state?: Partial<Incident>
        event?: IncidentEvent
        entry?: Entry<IncidentEvent>
        policy?: Policy
      } = {},
    ) {
      const { state, event = { type: 'noted', text: 'Seen' }, policy = aPolicy(), ...rest } = owed
      const performer = performers[kind]
      if (!performer) throw new Error(`Nothing performs ${kind}`)
      const full: Owed = {
        key: 'INC-7:3:0',
        stream: 'INC-7',
        kind,
        lane: 'say',
        subject: 'room:incident-room',
        args: {},
        entry: anEntry(event),
        state: anIncident(state),
        newest: async () => anIncident(state),
        head: 'ab'.repeat(32),
        policy,
        attempts: 0,
        maybeSent: false,
        ...rest,
      }
      return performer.perform(full, new AbortController().signal)
    },
  }
}
