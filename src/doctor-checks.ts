import { readFileSync } from 'node:fs'
import { commsProblemLine } from './comms/create-templates.ts'
import { fitProblems } from './comms/fit.ts'
import { loadCommsTemplates } from './comms/templates.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { placedReferences } from './core/policy.ts'
import { examineAlerts } from './doctor-alerts.ts'
import { examineEmail } from './doctor-email.ts'
import { examineHeartbeat } from './doctor-heartbeat.ts'
import { examinePagerduty, pagerdutyWays } from './doctor-pagerduty.ts'
import { examineProviders } from './doctor-providers.ts'
import { examineStatuspage } from './doctor-statuspage.ts'
import { systemClock } from './engine/clock.ts'
import { createLog } from './log.ts'
import { createPagerduty } from './pagerduty/client.ts'
import { loadPolicy, placesIn, problemLine } from './policy-file.ts'
import { createProviders } from './providers.ts'
import { templateProblemLine } from './report/template.ts'
import { loadTemplates } from './report/templates.ts'
import { unknownReferences } from './slack/unknown-references.ts'

/** What one check found: nothing wrong, or every mistake with what to do about it; or why it could not look. */
export type Finding =
  | { check: string; found: 'sound'; say: string }
  | { check: string; found: 'wrong'; problems: string[] }
  | { check: string; found: 'skipped'; say: string }

type Environment = Record<string, string | undefined>

/** Every check there is, each by itself, so that one mistake does not hide another. */
export async function examine(env: Environment): Promise<Finding[]> {
  const config = configured(env)
  if ('problem' in config) return [{ check: 'environment', found: 'wrong', problems: [config.problem] }]
  return [
    { check: 'environment', found: 'sound', say: reach(config.slack) },
    policyOf(config.policyFile),
    askersOf(config),
    templatesOf(config),
    messagesOf(config),
    await peopleOf(config),
    ...(await switchesOf(config)),
    ...(await pagerdutyOf(config)),
    ...alertsOf(config),
    await mailOf(config),
    await statusPageOf(config),
    await examineHeartbeat(config.heartbeat),
  ]
}

function configured(env: Environment): Config | { problem: string } {
  try {
    return readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return { problem: error.message }
    throw error
  }
}

function reach(slack: Config['slack']): string {
  if (slack.mode === 'embedded') return 'no Slack token: the embedded workspace will be opened'
  return `Slack by ${slack.mode === 'socket' ? 'Socket Mode' : 'signed requests'}`
}

/** Whether services can ask for the built-in switches; without a token a pulled switch would reach none. */
function askersOf({ ofrep, slack }: Config): Finding {
  const check = 'switches over OFREP'
  const count = ofrep.tokens.length
  if (count === 0 && slack.mode === 'embedded')
    return { check, found: 'sound', say: 'the embedded workspace has a token of its own' }
  if (count === 0) {
    const say = 'off, because OFREP_TOKEN is not set: no service can ask for the built-in switches'
    return { check, found: 'skipped', say }
  }
  const pages = ofrep.origins.length > 0 ? ofrep.origins.join(', ') : 'no web page'
  const say = `${count} ${count === 1 ? 'token' : 'tokens'} valid, ${pages} may ask from a browser`
  return { check, found: 'sound', say }
}

function alertsOf(config: Config): Finding[] {
  const read = loadPolicy(config.policyFile)
  return 'policy' in read ? examineAlerts(config, read.policy.alerts) : []
}

/** The switches of the policy that live in outside systems, and whether those can be reached. */
async function switchesOf({ policyFile, slack, providers: config }: Config): Promise<Finding[]> {
  const providers = createProviders(config, { now: systemClock().now })
  const read = loadPolicy(policyFile)
  const all = Object.entries('policy' in read ? read.policy.switches : {})
  // The embedded workspace brings an Argo CD of its own.
  const own = slack.mode === 'embedded' && config.argocd === undefined
  const asked = own ? all.filter(([, { provider }]) => provider !== 'argocd') : all
  return examineProviders(providers, Object.fromEntries(asked))
}

/** Whether those whom the policy tells by e-mail can be reached. */
function mailOf({ policyFile, slack, email }: Config): Promise<Finding> {
  const read = loadPolicy(policyFile)
  const audiences = 'policy' in read ? read.policy.audiences : {}
  return examineEmail(email, audiences, { hasOwn: slack.mode === 'embedded' })
}

async function statusPageOf({ policyFile, slack, statuspage }: Config): Promise<Finding> {
  const read = loadPolicy(policyFile)
  if ('problems' in read)
    return { check: 'status page', found: 'skipped', say: 'the policy has to be mended first' }
  return examineStatuspage(statuspage, read.policy, { hasOwn: slack.mode === 'embedded' })
}

/** What the policy names in PagerDuty, and whether the people there are people here. */
async function pagerdutyOf({ policyFile, slack, pagerduty: config }: Config): Promise<Finding[]> {
  const read = loadPolicy(policyFile)
  if ('problems' in read) return []
  const { now } = systemClock()
  const at = { ...slack, now, log: createLog('silent') }
  const found = await examinePagerduty({
    pagerduty: config && createPagerduty(config, { now }),
    from: config?.from,
    policy: read.policy,
    unknown: 'botToken' in at ? (references) => unknownReferences(references, at) : undefined,
    now,
  })
  return config === undefined ? found : [...pagerdutyWays(config), ...found]
}

function policyOf(file: string): Finding {
  const read = loadPolicy(file)
  if ('problems' in read) return { check: 'policy', found: 'wrong', problems: read.problems.map(problemLine) }
  return { check: 'policy', found: 'sound', say: `${file} says all it has to` }
}

function templatesOf({ templateFolders }: Config): Finding {
  const check = 'templates'
  const { file, problems } = loadTemplates(templateFolders)
  if (problems.length > 0) return { check, found: 'wrong', problems: problems.map(templateProblemLine) }
  return { check, found: 'sound', say: `reports are written with ${file}` }
}

function messagesOf({ templateFolders, policyFile }: Config): Finding {
  const check = 'templates of messages'
  const { templates, problems: mistakes } = loadCommsTemplates(templateFolders)
  const read = loadPolicy(policyFile)
  const problems = [...mistakes, ...fitProblems(templates, 'policy' in read ? read.policy.audiences : {})]
  if (problems.length > 0) return { check, found: 'wrong', problems: problems.map(commsProblemLine) }
  return { check, found: 'sound', say: `${templates.length} can be used` }
}

/** Whether everybody whom the policy names is there, asked of the real workspace. */
async function peopleOf({ policyFile, slack }: Config): Promise<Finding> {
  const check = 'people in the policy'
  const read = loadPolicy(policyFile)
  if ('problems' in read) return { check, found: 'skipped', say: 'the policy has to be mended first' }
  if (slack.mode === 'embedded')
    return { check, found: 'skipped', say: 'there is no Slack token to ask with' }
  const references = placedReferences(read.policy)
  const place = placesIn(readFileSync(policyFile, 'utf8'))
  try {
    const at = { ...slack, now: systemClock().now, log: createLog('silent') }
    const unknown = await unknownReferences([...new Set(references.map(({ reference }) => reference))], at)
    const problems = references
      .filter(({ reference }) => unknown.has(reference))
      .map(({ path, reference }) => {
        const message = `"${reference}" names nobody in this workspace, or a group without members.`
        const allowed = 'a handle, id or e-mail address of somebody here'
        return problemLine({ file: policyFile, path, message, allowed, ...place(path) })
      })
    if (problems.length > 0) return { check, found: 'wrong', problems }
    return { check, found: 'sound', say: `everybody named is there (${references.length} places)` }
  } catch (error) {
    return { check, found: 'wrong', problems: [`Slack could not be asked: ${(error as Error).message}`] }
  }
}
