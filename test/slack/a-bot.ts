import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { startBot } from '../../src/bot.ts'
import type { Policy } from '../../src/core/policy.ts'
import { createLog } from '../../src/log.ts'
import { FIELDS } from '../../src/slack/fields.ts'
import { aPolicy } from '../core/a-policy.ts'
import { type SlackServer, slackServer } from './slack-server.ts'

const SECRET = 'shh'
const ALERT_TOKEN = 'alertmanager-token'
let triggers = 0

/** The whole bot over signed HTTP, on a database of its own, in a workspace that records what it is asked. */
export async function aBot(options: { policy?: Policy; slack?: SlackServer } = {}) {
  const slack = options.slack ?? (await slackServer())
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-slack-'))
  const bot = await startBot({
    config: {
      port: 0,
      keepRateLimits: false,
      host: '127.0.0.1',
      databaseUrl: path.join(folder, 'db'),
      timelineKey: '0'.repeat(64),
      timelineKeyFile: path.join(folder, 'key'),
      templateFolders: [],
      alerts: { alertmanager: [ALERT_TOKEN], sources: {} },
    },
    connection: { mode: 'http', botToken: 'xoxb-1', signingSecret: SECRET, apiUrl: slack.apiUrl },
    policy: options.policy ?? aPolicy(),
    log: createLog(process.env.TEST_LOG ?? 'silent'),
  })
  onTestFinished(async () => {
    await bot.stop()
    rmSync(folder, { recursive: true })
  })

  /** A request as Slack signs it. */
  async function send(body: string, type: string, timestamp = Math.floor(Date.now() / 1000)) {
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`
    const response = await fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        'x-slack-signature': signature,
        'x-slack-request-timestamp': String(timestamp),
      },
    })
    const text = await response.text()
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
  }

  const form = (fields: Record<string, string>) =>
    send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
  const interact = (payload: object) => form({ payload: JSON.stringify({ team: { id: 'T1' }, ...payload }) })

  return {
    slack,
    send,
    quiet: bot.quiet,
    /** Monitoring says that something fires; answers once its line is posted. */
    async fire(title: string, level = 'critical') {
      const alert = {
        status: 'firing',
        labels: { alertname: title, severity: level, service: 'orders-api' },
        annotations: { summary: title },
        startsAt: new Date().toISOString(),
        fingerprint: title,
      }
      const response = await fetch(`${bot.url}/hooks/alertmanager`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ALERT_TOKEN}` },
        body: JSON.stringify({ version: '4', groupKey: title, status: 'firing', alerts: [alert] }),
      })
      if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
      await bot.quiet()
    },
    /** Types a command; answers with what the person sees at once. */
    async type(
      text: string,
      given: { user?: string; channel?: string; trigger?: string; command?: string } = {},
    ) {
      triggers += 1
      const { user = 'U0ANA', channel = 'C0GENERAL', trigger = `t${triggers}` } = given
      const command = {
        command: given.command ?? '/incident',
        text,
        user_id: user,
        channel_id: channel,
        trigger_id: trigger,
        team_id: 'T1',
        response_url: `${slack.url}/told/${trigger}`,
      }
      const { status, text: raw, json } = await form(command)
      return { status, shown: json ? JSON.stringify(json) : raw, json }
    },
    /** Presses a button or chooses in a menu; answers with what the person is told, if anything. */
    async press(
      action: string,
      value: string,
      given: {
        user?: string
        channel?: string
        trigger?: string
        home?: boolean
        menu?: boolean
        ephemeral?: boolean
      } = {},
    ) {
      triggers += 1
      const { user = 'U0ANA', channel = 'C0ROOM', trigger = `t${triggers}` } = given
      const { home, menu, ephemeral = false } = given
      const chosen = menu ? { type: 'overflow', selected_option: { value } } : { type: 'button', value }
      const before = slack.told.length
      const where = home
        ? { container: { type: 'view', view_id: 'V0' }, view: { id: 'V0', type: 'home' } }
        : {
            container: { type: 'message', channel_id: channel, is_ephemeral: ephemeral },
            channel: { id: channel },
            response_url: `${slack.url}/told/${trigger}`,
          }
      const { status } = await interact({
        type: 'block_actions',
        user: { id: user, team_id: 'T1' },
        trigger_id: trigger,
        actions: [{ action_id: action, block_id: 'b', action_ts: '1', ...chosen }],
        ...where,
      })
      return { status, told: async () => JSON.stringify(await laterThan(slack, before)) }
    },
    /** Submits a form; answers with what Slack is told to do with it. */
    async submit(
      callback: string,
      memory: object,
      values: Record<string, string>,
      given: { user?: string; view?: string } = {},
    ) {
      triggers += 1
      const { user = 'U0ANA', view = `V${triggers}` } = given
      const state = {
        values: Object.fromEntries(
          Object.entries(values).map(([field, value]) => [field, { [field]: enteredAs(field, value) }]),
        ),
      }
      // Slack sends the form along with what was entered; this one has every field that any form has.
      const fields = new Set([...Object.keys(values), ...Object.values(FIELDS)])
      const sent = {
        id: view,
        hash: 'h1',
        type: 'modal',
        callback_id: callback,
        private_metadata: JSON.stringify(memory),
        blocks: [...fields].map((field) => ({ type: 'input', block_id: field })),
        state,
        team_id: 'T1',
      }
      const { status, json } = await interact({
        type: 'view_submission',
        user: { id: user, team_id: 'T1' },
        trigger_id: `t${triggers}`,
        view: sent,
      })
      return { status, json }
    },
    shortcut: (callback: string) =>
      interact({
        type: 'shortcut',
        callback_id: callback,
        user: { id: 'U0ANA', team_id: 'T1' },
        trigger_id: `s${triggers}`,
      }),
    event: (event: object, id = `Ev${triggers}`) =>
      send(
        JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: id, event_time: 1, event }),
        'application/json',
      ),
  }
}

function enteredAs(field: string, value: string) {
  if (field === 'person') return { type: 'users_select', selected_user: value }
  if (field === 'due') return { type: 'datepicker', selected_date: value }
  if (field === 'time') return { type: 'datetimepicker', selected_date_time: Number(value) }
  if (
    ['severity', 'status', 'role', 'incident', 'kind', 'moment', 'data-loss', 'duration'].includes(field) ||
    field.startsWith('triage.answer.')
  )
    return { type: 'static_select', selected_option: { value } }
  return { type: 'plain_text_input', value }
}

/** What was told after the acknowledgement comes by itself. */
async function laterThan(slack: SlackServer, before: number) {
  const deadline = Date.now() + 5_000
  while (slack.told.length === before && Date.now() < deadline)
    await new Promise((resolve) => setImmediate(resolve))
  return slack.told[before]?.body
}
