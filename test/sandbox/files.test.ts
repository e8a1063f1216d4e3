import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { FILE_BYTES } from '../../src/sandbox/limits.ts'
import type { FileShared, Json, Message } from '../../src/sandbox/protocol.ts'
import { manifestOf, refusal, Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

const deaf = (app: App) => app.event(/.*/, async () => {})
const BEARER = { authorization: 'Bearer xoxb-sandbox' }
/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** As the page does it: hands over the bytes, then sends a message with them. */
async function share(name: string, bytes: Uint8Array<ArrayBuffer>, more: Json = {}): Promise<Message> {
  const at = `${stand.sandbox.url}/sandbox/upload?as=U0ANA&name=${encodeURIComponent(name)}`
  const { file } = (await (await fetch(at, { method: 'POST', body: bytes })).json()) as { file: string }
  const { ts } = await stand.post<{ ts: string }>('type', {
    as: 'U0ANA',
    channel: 'C0ROOM',
    text: 'see',
    files: [{ id: file }],
    ...more,
  })
  const found = (await stand.channel('C0ROOM')).messages.find((one) => one.ts === ts)
  if (!found) throw new Error('not sent')
  return found
}

const only = (message: Message): FileShared => {
  const [file] = message.files
  if (!file) throw new Error('no file')
  return file
}

describe('a file that a person shares', () => {
  it('reaches the app as a message and an event, with what its bytes tell', async () => {
    stand = await Stand.overHttp(deaf)
    const root = await stand.type('root')
    const message = await share('chart one.png', new Uint8Array(PNG), { threadTs: root.ts })
    await stand.quiet()
    const file = only(message)
    expect(file).toMatchObject({ filetype: 'png', mimetype: 'image/png', width: 1, height: 1 })
    expect(await stand.events('file_shared')).toMatchObject([
      { file_id: file.id, user_id: 'U0ANA', file: { id: file.id }, channel_id: 'C0ROOM' },
    ])
    expect((await stand.events('message')).at(-1)).toMatchObject({
      subtype: 'file_share',
      thread_ts: root.ts,
      text: 'see',
      files: [{ id: file.id, name: 'chart one.png', original_w: 1, user: 'U0ANA', mode: 'hosted' }],
    })
    const info = await stand.client.files.info({ file: file.id })
    expect(info.file).toMatchObject({
      is_public: true,
      channels: ['C0ROOM'],
      shares: { public: { C0ROOM: [{ ts: message.ts, thread_ts: root.ts }] } },
    })
  })

  it('is given to the bot by its token; without one, the answer is a page to sign in', async () => {
    stand = await Stand.open({ page: () => ({ status: 200, type: 'text/html', body: '<!doctype html>' }) })
    const { id } = only(await share('a.log', new TextEncoder().encode('secret line')))
    const { file } = await stand.client.files.info({ file: id })
    for (const url of [file?.url_private, file?.url_private_download]) {
      expect(await (await fetch(url ?? '', { headers: BEARER })).text()).toBe('secret line')
      for (const headers of [{}, { authorization: 'Bearer xoxb-other' }]) {
        const page = await fetch(url ?? '', { headers })
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html'])
        expect(await page.text()).not.toContain('secret')
      }
    }
  })

  it('is not given to a bot that may not read files', async () => {
    stand = await Stand.open({ manifest: manifestOf({ scopes: ['files:read'] }) })
    const { id } = only(await share('a.log', new TextEncoder().encode('secret line')))
    const at = `${stand.sandbox.url}/files-pri/T0DEMO-${id}/a.log`
    expect((await fetch(at, { headers: BEARER, redirect: 'manual' })).status).toBe(302)
  })

  it('is read by those in its channel and by nobody else', async () => {
    stand = await Stand.open()
    const { channel } = await stand.post<{ channel: string }>('channel', {
      as: 'U0ANA',
      create: 'quiet',
      private: true,
    })
    await stand.post('type', { as: 'U0ANA', channel, text: '', files: [{ name: 'a.txt', text: 'hush' }] })
    const file = only((await stand.channel(channel)).messages.at(-1) as Message)
    const asked = (as: string) => fetch(file.url.replace('U0ANA', as))
    expect(await (await asked('U0ANA')).text()).toBe('hush')
    for (const as of ['U0BEN', 'U0GIL', 'U0NOBODY']) expect((await asked(as)).status).toBe(404)
    expect(await refusal(stand.client.files.info({ file: file.id }))).toBe('file_not_found')
  })

  it('never runs in the workspace: a picture that is a page is only a download', async () => {
    stand = await Stand.open()
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    )
    const file = only(await share('x.svg', svg))
    const answer = await fetch(file.url)
    expect(answer.headers.get('content-type')).toBe('image/svg+xml')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''x\.svg$/)
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    const page = only(await share('x.html', new TextEncoder().encode('<script>alert(1)</script>')))
    expect((await fetch(page.url)).headers.get('content-type')).toBe('application/octet-stream')
  })

  it('is refused in words when it is too large, empty, someone else’s or comes with a command', async () => {
    stand = await Stand.open()
    const put = async (bytes: Uint8Array<ArrayBuffer>) => {
      const answer = await fetch(`${stand.sandbox.url}/sandbox/upload?as=U0ANA&name=big.bin`, {
        method: 'POST',
        body: bytes,
      })
      return { status: answer.status, body: (await answer.json()) as { error?: string; file?: string } }
    }
    expect(await put(new Uint8Array(FILE_BYTES + 1))).toEqual({
      status: 400,
      body: { error: 'big.bin is too large: a file has at most 10 MB here.' },
    })
    expect((await put(new Uint8Array())).body).toEqual({ error: 'big.bin is empty.' })
    const { file: id } = (await put(new Uint8Array(3))).body
    const send = (as: string, text: string) =>
      stand.control('POST', 'type', { as, channel: 'C0ROOM', text, files: [{ id }] })
    expect((await send('U0BEN', '')).status).toBe(404)
    expect((await send('U0ANA', '/probe')).answer).toEqual({
      error: 'A slash command takes no files. Remove them, or send them first.',
    })
    expect((await send('U0ANA', '')).status).toBe(200)
    expect((await send('U0ANA', '')).status).toBe(404) // once
  })

  it('may have any name', async () => {
    stand = await Stand.open()
    for (const name of [
      '../../etc/passwd',
      'a\r\nset-cookie: x.txt',
      '\ud800.txt',
      'تقرير.md',
      `${'x'.repeat(250)}.log`,
    ]) {
      await stand.post('type', { as: 'U0ANA', channel: 'C0ROOM', text: '', files: [{ name, text: 'ok' }] })
      const file = only((await stand.channel('C0ROOM')).messages.at(-1) as Message)
      const answer = await fetch(file.url)
      expect([answer.headers.get('set-cookie'), await answer.text()]).toEqual([null, 'ok'])
      const info = await stand.client.files.info({ file: file.id })
      expect(await (await fetch(info.file?.url_private ?? '', { headers: BEARER })).text()).toBe('ok')
    }
  })

  it('leaves a stone in its message when it is deleted', async () => {
    stand = await Stand.overHttp(deaf)
    const message = await share('a.log', new TextEncoder().encode('x'))
    const { id, url } = only(message)
    expect(await refusal(stand.client.files.delete({ file: id }))).toBe('cant_delete_file')
    expect((await stand.control('POST', 'delete-file', { as: 'U0BEN', file: id })).status).toBe(400)
    await stand.post('delete-file', { as: 'U0ANA', file: id })
    await stand.quiet()
    expect((await fetch(url)).status).toBe(404)
    expect((await stand.events('message')).at(-1)).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'see', files: [{ id, mode: 'tombstone' }] },
      previous_message: { files: [{ id, name: 'a.log' }] },
    })
    expect(await stand.events('file_deleted')).toMatchObject([{ file_id: id }])
    expect(only((await stand.channel('C0ROOM')).messages.at(-1) as Message)).toMatchObject({ deleted: true })
  })
})

describe('a file of the app', () => {
  const upload = async (name: string, bytes: Buffer): Promise<string> => {
    const { upload_url: to, file_id: id } = await stand.client.files.getUploadURLExternal({
      filename: name,
      length: bytes.length,
    })
    await fetch(to ?? '', { method: 'POST', body: new Uint8Array(bytes) })
    return id ?? ''
  }

  it('shows in an image block, once it is complete and a picture', async () => {
    stand = await Stand.open()
    const id = await upload('chart.png', PNG)
    const post = (file: Json) =>
      stand.client.chat.postMessage({
        channel: 'C0ROOM',
        text: 'chart',
        blocks: [{ type: 'image', alt_text: 'chart', slack_file: file } as never],
      })
    expect(await refusal(post({ id }))).toBe('invalid_blocks')
    const { files } = await stand.client.files.completeUploadExternal({ files: [{ id, title: 'Chart' }] })
    await post({ id })
    await post({ url: files?.[0]?.permalink })
    await post({ url: files?.[0]?.url_private })
    const text = await upload('notes.txt', Buffer.from('x'))
    await stand.client.files.completeUploadExternal({ files: [{ id: text, title: 'x' }] })
    expect(await refusal(post({ id: text }))).toBe('invalid_blocks')
    const home = (file: Json) =>
      stand.client.views.publish({
        user_id: 'U0ANA',
        view: { type: 'home', blocks: [{ type: 'image', alt_text: 'c', slack_file: file } as never] },
      })
    await home({ id })
    expect(await refusal(home({ id: 'F0' }))).toBe('invalid_arguments')
    // Nobody shared it, yet whoever sees the message sees the picture.
    expect((await fetch(`${stand.sandbox.url}/sandbox/files/${id}?as=U0GIL`)).status).toBe(200)
  })

  it('is shared after the answer: only files.info knows the message', async () => {
    stand = await Stand.open()
    const { ts: root } = await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'root' })
    const id = await upload('report.md', Buffer.from('# Report\n\ntext\n'))
    const complete = (more: Json) =>
      stand.client.apiCall('files.completeUploadExternal', { files: [{ id, title: 'Report' }], ...more })
    expect(await refusal(complete({ channel_id: 'C0ROOM', thread_ts: '1.000001' }))).toBe('thread_not_found')
    expect(await refusal(complete({ channel_id: 'C0GENERAL' }))).toBe('not_in_channel')
    const answer = await complete({
      channel_id: 'C0ROOM',
      thread_ts: root,
      initial_comment: 'the report',
    })
    expect(answer).toMatchObject({ files: [{ title: 'Report', mode: 'snippet', shares: {} }] })
    const { file } = await stand.client.files.info({ file: id })
    expect(file).toMatchObject({ lines: 3, preview: '# Report\n\ntext', pretty_type: 'Markdown (raw)' })
    const [share] = file?.shares?.public?.C0ROOM ?? []
    const { messages } = await stand.client.conversations.replies({ channel: 'C0ROOM', ts: root ?? '' })
    expect(messages?.at(-1)).toMatchObject({ ts: share?.ts, text: 'the report', files: [{ id }] })
    await stand.client.files.delete({ file: id })
    expect(await refusal(stand.client.files.info({ file: id }))).toBe('file_not_found')
  })
})

describe('an address of the workspace', () => {
  it('leads to its place in the page', async () => {
    stand = await Stand.open()
    const { ts: root = '' } = await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'root' })
    const { ts = '' } = await stand.client.chat.postMessage({
      channel: 'C0ROOM',
      text: 'reply',
      thread_ts: root,
    })
    const { permalink } = await stand.client.chat.getPermalink({ channel: 'C0ROOM', message_ts: ts })
    const place = async (url = '') => (await fetch(url, { redirect: 'manual' })).headers.get('location')
    expect(await place(permalink)).toBe(`/#//C0ROOM/thread/${root}/message/${ts}`)
    const { permalink: card } = await stand.client.chat.getPermalink({ channel: 'C0ROOM', message_ts: root })
    expect(await place(card)).toBe(`/#//C0ROOM/message/${root}`)
    const file = only(await share('a.md', new TextEncoder().encode('# A')))
    expect(await place(file.permalink)).toBe(`/#///file/${file.id}`)
  })
})
