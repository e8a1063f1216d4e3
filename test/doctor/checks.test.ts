import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { examine } from '../../src/doctor/checks.ts'
import { lineServer } from '../email/line-server.ts'
import { outsideServer } from '../outside/outside-server.ts'
import { slackServer } from '../slack/slack-server.ts'

const own = readFileSync('policy.yml', 'utf8')

function policyFile(change: (text: string) => string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-doctor-')), 'policy.yml')
  writeFileSync(file, change(own))
  return file
}

const broken = () =>
  policyFile((text) =>
    text
      .replace('everyMinutes: 15', 'everyMinutes: 0')
      .replace('ladder: minor', 'ladder: mino')
      .replace('page: ["@secondary"]', 'page: [Ben Okafor]')
      .replace('timeZone: UTC', 'timeZone: Mars/Olympus'),
  )
const lineOf = (file: string, text: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1

describe('the doctor', () => {
  it('finds nothing wrong with the policy as it comes', async () => {
    expect((await examine({})).map(({ check, found }) => `${check}: ${found}`)).toEqual([
      'environment: sound',
      'policy: sound',
      'switches over OFREP: sound',
      'templates: sound',
      'templates of messages: sound',
      'people in the policy: skipped',
      'switches outside: skipped',
      'e-mail: sound',
      'status page: sound',
      'heartbeat: skipped',
    ])
  })

  it('asks whether the service of the heartbeat is there, and sends it no sign of life', async () => {
    const service = await outsideServer(() => ({ status: 404, body: 'no such page' }))
    const heartbeat = async (url: string) =>
      (await examine({ HEARTBEAT_URL: url })).find(({ check }) => check === 'heartbeat')
    expect(await heartbeat(`${service.url}/ping/secret-1`)).toMatchObject({
      found: 'sound',
      say: expect.not.stringContaining('secret-1'),
    })
    expect(service.received.map(({ path }) => path)).toEqual(['/'])
    expect(await heartbeat('http://127.0.0.1:1/ping/secret-1')).toMatchObject({
      found: 'wrong',
      problems: [expect.stringContaining('cannot be reached')],
    })
  })

  it('says whether services can ask for the switches', async () => {
    const slack = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/',
    }
    const switches = async (env: object) =>
      (await examine({ ...slack, ...env })).find(({ check }) => check === 'switches over OFREP')
    expect(await switches({})).toMatchObject({
      found: 'skipped',
      say: expect.stringContaining('OFREP_TOKEN'),
    })
    expect(await switches({ OFREP_TOKEN: 'one-long-secret-token, another-secret-token' })).toMatchObject({
      found: 'sound',
      say: '2 tokens valid, no web page may ask from a browser',
    })
  })

  it('hands no mail over, and says whether it could', async () => {
    const slack = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/',
    }
    const mail = async (env: object) =>
      (await examine({ ...slack, ...env })).find(({ check }) => check === 'e-mail')
    expect(await mail({})).toMatchObject({
      found: 'wrong',
      problems: [expect.stringMatching(/set SMTP_URL and MAIL_FROM.*by e-mail: customers\.$/)],
    })
    const { config, heard, texts } = await lineServer()
    const env = { SMTP_URL: `smtp://127.0.0.1:${config.smtp.port}`, MAIL_FROM: 'status@example.com' }
    expect(await mail(env)).toMatchObject({
      found: 'sound',
      say: expect.stringContaining('without a login, from status@example.com; reaches customers'),
    })
    expect(heard.filter((line) => line.startsWith('MAIL'))).toEqual([])
    expect(texts).toEqual([])
    const away = { ...env, SMTP_URL: 'smtp://127.0.0.1:1' }
    expect(await mail(away)).toMatchObject({
      found: 'wrong',
      problems: [expect.stringContaining('ECONNREFUSED')],
    })
  })

  it('lists every mistake of a policy at once, with its line and what is allowed', async () => {
    const file = broken()
    const policy = (await examine({ POLICY_FILE: file })).find(({ check }) => check === 'policy')
    expect(policy?.found === 'wrong' && policy.problems).toEqual([
      expect.stringContaining(`:${lineOf(file, 'timeZone')}:3: \`organisation.timeZone\` is no time zone`),
      expect.stringMatching(`:${lineOf(file, 'everyMinutes: 0')}:7: .*too small\\. Allowed: at least 1\\.$`),
      expect.stringContaining(`:${lineOf(file, 'Ben Okafor')}:`),
    ])
  })

  it('says what no single field shows once the fields are right', async () => {
    const file = policyFile((text) => text.replace('ladder: minor', 'ladder: mino'))
    const policy = (await examine({ POLICY_FILE: file })).find(({ check }) => check === 'policy')
    expect(policy?.found === 'wrong' && policy.problems).toEqual([
      expect.stringContaining('There is no ladder "mino". Allowed: minor, major, none.'),
      expect.stringContaining('No severity, no class and no other ladder uses "minor".'),
    ])
  })

  it('asks the workspace who is there, and points at everybody who is not', async () => {
    const slack = await slackServer()
    const file = policyFile((text) =>
      text.replace('page: ["@secondary"]', 'page: ["@ana", "@nobody-here", "gone@example.com"]'),
    )
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: slack.apiUrl }
    const people = (await examine({ ...env, POLICY_FILE: file })).find(
      ({ check }) => check === 'people in the policy',
    )
    const line = lineOf(file, '@nobody-here')
    const problems =
      people?.found === 'wrong' ? people.problems.filter((each) => each.includes(`:${line}:`)) : []
    expect(problems).toEqual([
      expect.stringContaining('"@nobody-here" names nobody'),
      expect.stringContaining('"gone@example.com" names nobody'),
    ])
  })

  it('ends with 1 when something is wrong, and says how much there is to mend', () => {
    const env = { ...process.env, POLICY_FILE: broken() }
    const { status, stdout } = spawnSync(process.execPath, ['src/doctor.ts'], { env, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stdout).toContain('✗ policy')
    expect(stdout).toContain('3 things to mend.')
  })

  it('names half a configuration', async () => {
    expect(await examine({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      { check: 'environment', found: 'wrong', problems: [expect.stringContaining('SLACK_BOT_TOKEN is not')] },
    ])
  })
})
