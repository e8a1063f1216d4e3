import type { Instant } from '../decider.ts'
import { WHY_MAX } from '../limits.ts'
import { pageGivenUp } from '../pagerduty/given-up.ts'
import { clip, line } from '../text.ts'
import type { OwnCommand } from './decide.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import { fired } from './timers.ts'

/** What the bot found out about its own work. Hearing the same thing twice adds nothing. */
export function record(state: Incident, command: OwnCommand, now: Instant): IncidentEvent[] {
  switch (command.type) {
    case 'record-card': {
      const { channel, ts } = command
      const known = state.card?.channel === channel && state.card.ts === ts
      return known ? [] : [{ type: 'card-posted', channel, ts }]
    }
    case 'record-channel': {
      const { channel, name } = command
      return state.channel?.id === channel ? [] : [{ type: 'channel-opened', channel, name }]
    }
    case 'record-channel-lost': {
      const { channel, why } = command
      return state.channel?.id === channel ? [{ type: 'channel-lost', channel, why: cause(why) }] : []
    }
    case 'record-own-card': {
      const { channel, ts } = command
      const wanted = state.channel?.id === channel && state.channel.cardTs !== ts
      return wanted ? [{ type: 'own-card-posted', channel, ts }] : []
    }
    case 'record-failure': {
      const { effect, why, entry, args } = command
      const target = typeof args?.target === 'string' ? { target: args.target } : {}
      const caused = entry === undefined ? {} : { entry }
      return [
        { type: 'delivery-failed', effect, why: cause(why), ...caused, ...target },
        ...pageGivenUp(state, effect, args ?? {}, why, now),
      ]
    }
    case 'record-gap': {
      const { from, to } = command
      return state.status === 'resolved' || from >= to ? [] : [{ type: 'gap-noticed', from, to }]
    }
    case 'timer-fired':
      return fired(state, command, now)
  }
}

function cause(why: string): string {
  return clip(line(why), WHY_MAX)
}
