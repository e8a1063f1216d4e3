import { commsProblemLine, commsTemplates } from '../comms/create-templates.ts'
import { fitProblems } from '../comms/fit.ts'
import { loadCommsTemplates } from '../comms/templates.ts'
import type { Config } from '../config/config.ts'
import { alert } from '../core/alert/decider.ts'
import { incident } from '../core/incident/decider.ts'
import type { Policy } from '../core/policy.ts'
import { ALL_SWITCHES } from '../core/switch/decider.ts'
import type { MovableClock } from '../engine/clock.ts'
import { whyUnwritable } from '../engine/unwritable.ts'
import type { Log } from '../log.ts'
import type { createPictures } from '../report/pictures.ts'
import { createReports } from '../report/reports.ts'
import { templateProblemLine } from '../report/template.ts'
import { loadTemplates } from '../report/templates.ts'
import { createSlack } from '../slack/slack.ts'
import { FOUND_MAX } from '../switches/watch.ts'
import { createTimelines } from '../timeline/timelines.ts'
import { createLogbook } from './logbook.ts'
import type { OpenEngine } from './open-engine.ts'
import type { PagerdutyPart } from './pagerduty.ts'
import type { SwitchPart } from './switches.ts'

/** How Slack is reached, once it is settled where it is. */
export type SlackConnection = Exclude<Config['slack'], { mode: 'embedded' }>

/** Slack with all that it shows and asks of the other parts. */
export function wireSlack(parts: {
  open: OpenEngine
  switches: Pick<SwitchPart, 'side'>
  pagerduty: Pick<PagerdutyPart, 'rungs' | 'shifts'>
  pictures: ReturnType<typeof createPictures>
  messages: ReturnType<typeof readMessageTemplates>
  config: Pick<Config, 'templateFolders'>
  connection: SlackConnection
  policy: Policy
  clock: MovableClock
  log: Log
}) {
  const { open, switches, pagerduty, pictures, messages, config, connection, policy, clock, log } = parts
  const { engine, policies, store } = open
  const incidents = engine.streams(incident)
  const templates = readReportTemplates(config.templateFolders, log)
  return createSlack({
    config: connection,
    incidents,
    alerts: engine.streams(alert),
    logbook: createLogbook(engine),
    levers: switches.side,
    policy,
    policyOf: policies.of,
    reports: createReports({ incidents, policyOf: policies.of, templates, pictures, now: clock.now }),
    templates: commsTemplates(messages, () => switches.side.switches.find(ALL_SWITCHES, FOUND_MAX)),
    files: store.files,
    timelines: createTimelines(incidents, clock.now),
    ...(pagerduty.rungs && { pagerduty: pagerduty.rungs }),
    ...(pagerduty.shifts && { shifts: pagerduty.shifts }),
    now: clock.now,
    whyUnwritable,
    log,
  })
}

/** Those that can be used; each of the others is logged with what is wrong with it. */
export function readMessageTemplates(
  folders: Config['templateFolders'],
  { audiences }: Pick<Policy, 'audiences'>,
  log: Log,
) {
  const { templates, problems } = loadCommsTemplates(folders)
  for (const problem of problems)
    log.error({ template: commsProblemLine(problem) }, 'A template of messages has a mistake and is left out')
  for (const problem of fitProblems(templates, audiences))
    log.warn({ template: commsProblemLine(problem) }, 'A template of messages is too long for its readers')
  return templates
}

function readReportTemplates(folders: Config['templateFolders'], log: Log) {
  const read = loadTemplates(folders)
  for (const problem of read.problems)
    log.error(
      { template: templateProblemLine(problem) },
      'A template has a mistake; the plain report is used',
    )
  return read
}
