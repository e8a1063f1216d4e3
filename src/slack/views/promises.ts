import type { Incident } from '../../core/incident/incident.ts'
import { isMitigated, recoveryDue } from '../../core/incident/outage.ts'
import type { Run } from '../../core/ladder/climber.ts'
import { openRuns } from '../../core/ladder/runs.ts'
import { clockTime } from '../mrkdwn.ts'
import { duration } from './labels.ts'
import { endedBy } from './page.ts'
import { triedIn } from './tried.ts'

/** Name and value of what the card says about promises; nothing for what is not promised. */
export function promiseFacts(incident: Incident): [name: string, value: string][] {
  return [...nextUpdate(incident), ...publicNotice(incident), ...paged(incident), ...recovery(incident)]
}

/** `at 09:45`, and how many were missed. */
export function nextUpdate({ cadence, breaches }: Incident): [string, string][] {
  if (cadence === undefined) return breaches > 0 ? [['Updates', `⚠️ ${missed(breaches)}`]] : []
  const late = cadence.stage === 'asked' ? '⏰ due since ' : 'at '
  return [
    ['Next update', `${late}${clockTime(cadence.due)}${breaches > 0 ? ` · ⚠️ ${missed(breaches)}` : ''}`],
  ]
}

/** When those outside hear next, or that they are waiting. */
function publicNotice({ comms: { publicDuty: duty, publicMissed }, status }: Incident): [string, string][] {
  if (duty === undefined || status === 'resolved')
    return publicMissed > 0 ? [['Public notices', `⚠️ ${missed(publicMissed)}`]] : []
  const at = `${duty.stage === 'asked' ? '⏰ due since ' : 'by '}${clockTime(duty.due)}`
  return [['Next public notice', `${at}${publicMissed > 0 ? ` · ⚠️ ${missed(publicMissed)}` : ''}`]]
}

function missed(breaches: number): string {
  return `${breaches} missed`
}

/** Who is asked now, else who answered last. */
function paged(incident: Incident): [string, string][] {
  const open = openRuns(incident)
  if (open.length > 0) return [['Paged', open.map((run) => waiting(incident, run)).join('\n')]]
  const last = incident.runs.at(-1)
  if (last?.end === undefined) return []
  const { how } = last.end
  if (how === 'acknowledged') return [['Paged', `✅ acknowledged${endedBy(last.end)}`]]
  return how === 'unanswered' ? [['Paged', `⌛ no answer from ${triedIn(incident, last) || 'anybody'}`]] : []
}

function waiting(incident: Incident, run: Run): string {
  if (run.phase === 'waiting') return `⏳ at ${clockTime(run.due)}, unless somebody takes command`
  if (run.phase === 'alarming') return '🚨 *nobody has answered*'
  const now = triedIn(incident, run, run.step)
  return now === '' ? '📟 looking for whom to page' : `📟 ${now}, answer by ${clockTime(run.due)}`
}

/** The countdown as a time: Slack keeps no ticking clock, a time needs none. */
function recovery(incident: Incident): [string, string][] {
  const due = recoveryDue(incident)
  if (due === undefined) return []
  const { outage, promises, status } = incident
  const point = promises.recovery?.pointMinutes
  const loss = point === undefined ? '' : ` · at most ${point} min of data lost`
  if (!isMitigated(status)) {
    const passed = outage.sharePassed >= 100 ? '🚨 was due at ' : 'by '
    return [['Back in service', `${passed}${clockTime(due)}${loss}`]]
  }
  const took = (outage.mitigatedAt ?? outage.since) - outage.since
  const met = outage.since + took <= due
  return [
    [
      'Back in service',
      `${met ? '✅' : '⚠️'} after ${duration(took)}${met ? '' : `, later than ${clockTime(due)}`}`,
    ],
  ]
}
