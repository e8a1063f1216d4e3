import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MailShown } from '../../src/sandbox/outside-world.ts'
import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts'
import { Stand } from './stand.ts'

const LOGIN = { user: 'app', pass: 'secret' }

async function open(options: Partial<SandboxOptions> = {}) {
  const stand = await Stand.open({ mailLogin: LOGIN, ...options })
  const { sandbox } = stand
  const { port = 0, certificate = '' } = sandbox.smtp ?? {}
  const ask = async <T>(where: string) => (await (await fetch(`${sandbox.url}/sandbox/${where}`)).json()) as T
  return {
    stand,
    url: sandbox.url,
    mails: async () => (await ask<WorkspaceState>('state')).mails ?? [],
    mail: (id: string) => ask<MailShown>(`mail?id=${id}`),
    transport: (change: object = {}) =>
      createTransport({
        host: '127.0.0.1',
        port,
        requireTLS: true,
        auth: LOGIN,
        tls: { ca: certificate },
        ...change,
      }),
  }
}

const MAIL = {
  from: 'Example <status@example.com>',
  to: 'customers@example.com',
  subject: 'Orders fail',
  text: 'They fail.',
  html: '<p style="color:red">They <b>fail</b>.</p><script>alert(1)</script>',
  references: ['<root@example.com>', '<other@example.com>'],
}

describe('the mailbox', () => {
  it('keeps what arrives over SMTP after STARTTLS and a login, with all its headers', async () => {
    const { stand, mails, mail, transport } = await open()
    onTestFinished(() => stand.close())
    await transport().sendMail(MAIL)
    const [listed] = await mails()
    expect(listed).toMatchObject({
      id: 'M1',
      from: { name: 'Example', address: 'status@example.com' },
      to: ['customers@example.com'],
      subject: 'Orders fail',
      beginning: 'They fail.',
      thread: '<root@example.com>',
    })
    const shown = await mail('M1')
    expect(shown.headers.map(({ name }) => name)).toEqual(expect.arrayContaining(['Subject', 'References']))
    expect(shown).toMatchObject({ text: 'They fail.\n', hasHtml: true, tls: 'TLSv1.3' })
  })

  it('takes nothing without TLS, without the login, or from who does not trust its certificate', async () => {
    const { stand, mails, transport } = await open()
    onTestFinished(() => stand.close())
    for (const change of [
      { ignoreTLS: true, requireTLS: false },
      { auth: { ...LOGIN, pass: 'wrong' } },
      { auth: undefined },
      { tls: {} },
    ])
      await expect(transport(change).sendMail(MAIL)).rejects.toThrow()
    expect(await mails()).toEqual([])
  })

  it('shows the HTML as a page that may run and reach nothing', async () => {
    const { stand, url, transport } = await open()
    onTestFinished(() => stand.close())
    await transport().sendMail(MAIL)
    const page = await fetch(`${url}/sandbox/mail-html?id=M1`)
    expect(page.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(await page.text()).toContain('They <b>fail</b>')
    expect((await fetch(`${url}/sandbox/mail-html?id=M9`)).status).toBe(404)
    const foreign = { headers: { origin: 'https://elsewhere.example' } }
    expect((await fetch(`${url}/sandbox/mail-html?id=M1`, foreign)).status).toBe(403)
  })

  it('is there again after a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-mail-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const stateFile = path.join(folder, 'workspace.json')
    const first = await open({ stateFile })
    await first.transport().sendMail(MAIL)
    await first.stand.close()
    const second = await open({ stateFile })
    onTestFinished(() => second.stand.close())
    await second.transport().sendMail({ ...MAIL, subject: 'Again' })
    expect((await second.mails()).map(({ id, subject }) => [id, subject])).toEqual([
      ['M1', 'Orders fail'],
      ['M2', 'Again'],
    ])
  })

  it('is not there for an app that cannot send mail', async () => {
    const stand = await Stand.open()
    onTestFinished(() => stand.close())
    expect(stand.sandbox.smtp).toBeUndefined()
    expect((await stand.state()).mails).toBeUndefined()
  })
})
