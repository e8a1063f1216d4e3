import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { whyUnwritable } from '../../src/engine/unwritable.ts'
import { BadToken } from '../../src/slack/identity.ts'
import type { Incidents, Logbook, SwitchSide } from '../../src/slack/listen/desk.ts'
import { createSlack } from '../../src/slack/slack.ts'
import { createTimelines } from '../../src/timeline/timelines.ts'
import { aPolicy } from '../core/a-policy.ts'
import { aBot } from './a-bot.ts'
import { filesInMemory } from './files-in-memory.ts'
import { silent } from './silent.ts'
import { slackServer } from './slack-server.ts'
import { someReports } from './some-reports.ts'

/** A store in which nothing works. */
const broken: Incidents = {
  begin: () => Promise.reject(new Error('disk full')),
  handle: () => Promise.reject(new Error('disk full')),
  load: () => Promise.reject(new Error('disk full')),
  loadWithHead: () => Promise.reject(new Error('disk full')),
  find: () => Promise.reject(new Error('disk full')),
  entries: () => Promise.reject(new Error('disk full')),
  entry: () => Promise.reject(new Error('disk full')),
  entriesAt: () => Promise.reject(new Error('disk full')),
  walk: () => {
    throw new Error('disk full')
  },
  entriesOfTypes: () => Promise.reject(new Error('disk full')),
}

const DECLARE = { command: '/incident', user_id: 'U0ANA', channel_id: 'C1', trigger_id: 't', team_id: 'T1' }

/** No kill switch is asked for here. */
const levers: SwitchSide = {
  switches: { ...broken } as never,
  missing: () => undefined,
  look: async () => {},
  lastLook: () => undefined,
}

async function slackOn(incidents: Incidents) {
  const server = await slackServer()
  const config = { mode: 'http', botToken: 'xoxb-1', signingSecret: 's', apiUrl: server.apiUrl } as const
  const policyOf = async () => aPolicy()
  const logbook = { ...incidents, put: incidents.handle } as unknown as Logbook
  const timelines = createTimelines(incidents, Date.now)
  const given = {
    policy: aPolicy(),
    policyOf,
    reports: someReports,
    templates: { templates: [], disabled: async () => new Map() },
    timelines,
    files: filesInMemory(),
  }
  const edge = createSlack({
    config,
    incidents,
    alerts: incidents as never,
    logbook,
    levers,
    ...given,
    now: Date.now,
    whyUnwritable,
    log: silent,
  })
  const http = createServer((req, res) => edge.requestListener?.(req, res))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await edge.stop()
    http.close().closeAllConnections()
  })
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/slack/events`
  return {
    server,
    edge,
    async send(body: string, type = 'application/x-www-form-urlencoded') {
      const at = String(Math.floor(Date.now() / 1000))
      const signature = `v0=${createHmac('sha256', 's').update(`v0:${at}:${body}`).digest('hex')}`
      const headers = {
        'content-type': type,
        'x-slack-signature': signature,
        'x-slack-request-timestamp': at,
      }
      const response = await fetch(url, { method: 'POST', body, headers })
      return { status: response.status, text: await response.text() }
    },
  }
}

function submitted(form: string, memory: string, blocks: object[], values: object): string {
  const payload = {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U0ANA', team_id: 'T1' },
    view: {
      id: 'V1',
      hash: 'h',
      type: 'modal',
      callback_id: form,
      private_metadata: memory,
      blocks,
      state: { values },
    },
  }
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`
}

describe('when the store fails', () => {
  it('takes what people write all the same: a message that is only new needs no look at the store', async () => {
    const { send } = await slackOn(broken)
    const event = (more: object) =>
      JSON.stringify({
        type: 'event_callback',
        team_id: 'T1',
        event_id: `Ev${JSON.stringify(more).length}`,
        event: { type: 'message', channel: 'C1', channel_type: 'channel', ts: '1.1', user: 'U0ANA', ...more },
      })
    expect((await send(event({ text: 'hello' }), 'application/json')).status).toBe(200)
    const preview = { subtype: 'message_changed', message: { ts: '1.0' }, previous_message: { ts: '1.0' } }
    expect((await send(event(preview), 'application/json')).status).toBe(200)
    // An edit may be of a message on a timeline: what cannot be looked up is to come again.
    const edit = { ...preview, message: { ts: '1.0', edited: { ts: '1.2' } } }
    expect((await send(event(edit), 'application/json')).status).toBe(500)
  })

  it('says that nothing was recorded, with a reference to quote', async () => {
    const { send } = await slackOn(broken)
    const command = new URLSearchParams({ ...DECLARE, text: 'declare sev1 x' })
    const { status, text } = await send(command.toString())
    expect(status).toBe(200)
    expect(text).toMatch(/was \*not recorded\*. Please try again.*`[0-9a-f]{8}`/)
  })

  it('says why, where the database cannot be written', async () => {
    const full = () => Promise.reject(Object.assign(new Error('no'), { code: 'SQLITE_FULL' }))
    const { send } = await slackOn({ ...broken, begin: full })
    const command = new URLSearchParams({ ...DECLARE, text: 'declare sev3 x' })
    const { text } = await send(command.toString())
    expect(text).toMatch(/was \*not recorded\*.*its disk is full\..*`[0-9a-f]{8}`.*goes on by itself/)
  })

  it('says so in the form, which keeps what was entered', async () => {
    const { send } = await slackOn(broken)
    const fields = [{ type: 'input', block_id: 'note' }]
    const values = { note: { note: { value: 'x' } } }
    const { text } = await send(submitted('form.note', '{"incident":"INC-1"}', fields, values))
    expect(JSON.parse(text)).toMatchObject({
      response_action: 'errors',
      errors: { note: expect.stringContaining('not recorded') },
    })
  })

  it('says so at a field that the form has, since Slack shows no other error', async () => {
    const { send } = await slackOn(broken)
    const fields = [{ type: 'section' }, { type: 'input', block_id: 'time' }]
    const { text } = await send(submitted('form.alert-silence', '{"alert":"ALERT-1"}', fields, {}))
    expect(JSON.parse(text)).toEqual({ response_action: 'errors', errors: { time: expect.any(String) } })
  })

  it('says so in place of a form without fields', async () => {
    const { send } = await slackOn(broken)
    const { text } = await send(submitted('form.page', '{"incident":"INC-1"}', [{ type: 'section' }], {}))
    expect(JSON.parse(text)).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
  })

  it('leaves an event unacknowledged, so that Slack sends it again', async () => {
    const { send } = await slackOn(broken)
    const event = {
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev1',
      event: { type: 'channel_archive', channel: 'C1', user: 'U0ANA' },
    }
    expect((await send(JSON.stringify(event), 'application/json')).status).toBe(500)
  })
})

describe('when Slack is slow', () => {
  it('says that it is working on it, and answers when it is done', async () => {
    const bot = await aBot()
    bot.slack.mishap('users.info', { delayMs: 3_000 })
    bot.slack.methods['users.info'] = () => ({
      user: { id: 'U0NEW', name: 'new', team_id: 'T1', profile: {} },
    })
    expect((await bot.type('declare sev4 Slow', { user: 'U0NEW', trigger: 'slow' })).shown).toContain(
      'Working on it',
    )
    await expect
      .poll(() => JSON.stringify(bot.slack.told), { timeout: 5_000 })
      .toContain('*INC-1* is declared: 🔵 SEV4 Slow')
  })
})

describe('when Slack is slow to open a form', () => {
  it('says that it is working on it, and then that the form is there', async () => {
    const bot = await aBot()
    bot.slack.mishap('views.open', { delayMs: 2_800 })
    expect((await bot.type('')).shown).toContain('Working on it')
    await expect.poll(() => JSON.stringify(bot.slack.told), { timeout: 5_000 }).toContain('The form is open')
  })
})

describe('at the start', () => {
  it('a token that can never work ends it with a sentence', async () => {
    const { server, edge } = await slackOn(broken)
    server.mishap('auth.test', { error: 'invalid_auth' })
    await expect(edge.start()).rejects.toThrow(BadToken)
  })

  it('a Slack that cannot be reached does not', async () => {
    const { server, edge, send } = await slackOn(broken)
    server.mishap('auth.test', { status: 503 }, { status: 503 })
    await edge.start()
    expect(edge.connected()).toBe(false)
    const command = new URLSearchParams({
      command: '/incident',
      text: 'help',
      user_id: 'U0ANA',
      channel_id: 'C1',
      trigger_id: 't',
      team_id: 'T1',
    })
    await expect.poll(async () => (await send(command.toString())).text).toContain('What /incident does')
    expect(edge.connected()).toBe(true)
  })
})
