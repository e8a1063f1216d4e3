import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWorkspace, type Someone, type Workspace } from './workspace.ts'

const OWN = '#inc-1-orders-api'
const SECRET = 'hunter2-orders-db'

async function opened() {
  const workspace = await openWorkspace()
  const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
  await ana.command('/incident declare sev2 Orders API')
  await ben.click('Take command')
  return { workspace, ana, ben }
}

/** The number of the newest line in which something is said. */
async function numberOf(person: Someone, said: string): Promise<number> {
  const { answer } = await person.command(`/incident timeline INC-1 ${said}`)
  const numbers = [...answer.matchAll(/\*#(\d+)\*/g)].map(([, number]) => Number(number))
  const last = numbers.at(-1)
  if (last === undefined) throw new Error(`Nothing says ${said}: ${answer}`)
  return last
}

/** What a person sees of a shared file. */
async function download(workspace: Workspace, person: Someone, where: string) {
  const messages = await person.messages(where)
  const file = messages.flatMap(({ files }) => files).at(-1)
  if (!file) throw new Error(`There is no file in ${where}`)
  const { url } = file
  const response = await fetch(new URL(url, workspace.url))
  return { name: file.name, text: await response.text() }
}

function command(script: string, args: string[], folder: string) {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  return spawnSync(process.execPath, [path.join('src', script), ...args], {
    encoding: 'utf8',
    env: { PATH, NODE_COMPILE_CACHE, DATA_DIR: folder },
  })
}

describe('a timeline in Slack', () => {
  it('is read page by page, by kind, by person and by words, and remembers what was looked for', async () => {
    const { ana, ben } = await opened()
    for (let n = 1; n <= 20; n += 1) await ana.command(`/incident note Step ${n}`, OWN)
    await ben.command('/incident update Pool is full', OWN)
    const { answer } = await ana.command('/incident timeline notes by @ana', OWN)
    expect(answer).toContain('Page 1 of 2, 20 lines')
    expect(answer).toContain('Step 20')
    expect(answer).not.toContain('Step 5\n')
    await ana.click('← Older', OWN)
    const older = (await ana.reads(OWN)).at(-1) ?? ''
    expect(older).toContain('Step 5')
    expect(older).toContain('Page 2 of 2, 20 lines')
    expect(older).not.toContain('Pool is full')
    await ben.command('/incident timeline', OWN)
    await ben.click('Show…', OWN, 'Updates')
    const updates = (await ben.reads(OWN)).at(-1) ?? ''
    expect(updates).toContain('Pool is full')
    expect(updates).not.toContain('Step')
    expect((await ana.command('/incident timeline step 17', OWN)).answer).toContain('Page 2 of 2') // 17 is a page
    expect((await ana.command('/incident timeline "step 17"', OWN)).answer).not.toContain('Step 18')
  })

  it('shows corrections and what was taken back on the lines that they are about', async () => {
    const { workspace, ana, ben } = await opened()
    await ana.command('/incident note The disk is full', OWN)
    const note = await numberOf(ana, 'disk')
    await workspace.advance(12)
    expect((await ben.command(`/incident correct #${note} -10m The pool is full`, OWN)).answer).toContain(
      `you corrected #${note}`,
    )
    const corrected = (await ana.command('/incident timeline notes', OWN)).answer
    expect(corrected).toContain('> The pool is full')
    expect(corrected).not.toContain('The disk is full')
    expect(corrected).toMatch(/_corrected by <@U0BEN>, said to be at .* before_/)
    expect((await ana.reads(OWN)).some((line) => line.includes(`corrected #${note}`))).toBe(true)

    expect((await ben.command(`/incident withdraw #${note} wrong incident`, OWN)).answer).toContain(
      'took back',
    )
    expect((await ana.command('/incident timeline notes', OWN)).answer).toMatch(
      /> ~The pool is full~|_taken back by <@U0BEN>: wrong incident_/,
    )
    expect((await ben.command(`/incident withdraw #${note} again`, OWN)).answer).toContain(
      'taken back already',
    )
    expect((await ben.command('/incident withdraw #1 oops', OWN)).answer).toContain('something that was done')
    expect((await ben.command('/incident correct #999 x', OWN)).answer).toContain('has no #999')
  })

  it('comes as a file in the incident’s channel, in each format, once', async () => {
    const { workspace, ana } = await opened()
    await ana.command('/incident note =cmd|calc and "quotes"', OWN)
    await ana.command('/incident timeline', OWN)
    await workspace.faults([
      { on: 'api', method: 'files.completeUploadExternal', kind: 'accept-then-drop', times: 1 },
    ])
    await ana.click('Export…', OWN, 'CSV')
    await workspace.advance(1)
    const csv = await download(workspace, ana, OWN)
    expect(csv.name).toMatch(/^INC-1-timeline-\d+\.csv$/)
    expect(csv.text).toContain(`,Ana Ruiz,noted,"'=cmd|calc and ""quotes"""`)
    const files = (await ana.messages(OWN)).flatMap((message) => message.files)
    expect(files).toHaveLength(1)

    await ana.command('/incident export json', OWN)
    const json = await download(workspace, ana, OWN)
    const { head, entries } = JSON.parse(json.text) as { head: { seq: number }; entries: { seq: number }[] }
    expect(Math.max(...entries.map(({ seq }) => seq))).toBe(head.seq)
    await ana.command('/incident export', OWN)
    const { text } = await download(workspace, ana, OWN)
    expect(text).toContain('# INC-1: Orders API')
    expect(text).toMatch(/The chain ends with #\d+ `[0-9a-f]{64}`/)

    const file = path.join(workspace.folder, 'INC-1.json')
    writeFileSync(file, json.text)
    expect(command('verify.ts', [file], workspace.folder).stdout).toMatch(/^Nothing wrong: 1 timeline/)
    writeFileSync(file, json.text.replace('and \\"quotes', 'and \\"forged'))
    expect(command('verify.ts', [file], workspace.folder).stdout).toMatch(
      /INC-1 entry \d+ has a text that is not/,
    )
  }, 60_000)
})

describe('a secret that was pasted', () => {
  it('is removed from the timeline, from every message of the bot’s, from the card and from the database', async () => {
    const { workspace, ana, ben } = await opened()
    await ana.command(`/incident update The password is ${SECRET}`, OWN)
    await ana.command(`/incident note ${SECRET}`, OWN)
    const everything = async () => JSON.stringify([await ana.state(), await ben.state()])
    expect(await everything()).toContain(SECRET)
    const update = await numberOf(ana, 'password')
    const note = await numberOf(ana, `notes ${SECRET}`)

    expect((await ana.command(`/incident redact #${update} a password`, OWN)).answer).toContain(
      'Only these may remove the words of an entry',
    )
    const { answer } = await ben.command(`/incident redact #${note} a password`, OWN)
    expect(answer).toContain(`the words of #${note} are gone`)
    expect(answer).toContain('What went out with these words before stays where it is')
    expect(answer).toContain(`They also stand among others in #${update}`)
    await ben.command(`/incident redact #${update} a password`, OWN)
    await workspace.advance(2)

    // What a person saw alone, in answer to what they typed themselves, nobody can take from their screen.
    const states = [await ana.state(), await ben.state()]
    const messages = states.flatMap(({ channels }) => channels.flatMap((channel) => channel.messages))
    const lasting = messages.filter(({ ephemeral }) => ephemeral !== true)
    expect(lasting.length).toBeGreaterThan(5)
    expect(JSON.stringify(lasting)).not.toContain(SECRET)
    for (const { channels } of states) for (const { topic } of channels) expect(topic).not.toContain(SECRET)
    expect((await ben.command('/incident timeline', OWN)).answer).toMatch(/> \[redacted\]/)
    expect((await ben.reads()).join('\n')).toContain(`The words of #${note} were removed by`)

    const { folder } = workspace
    const files = ['tocsin.db', 'tocsin.db-wal'].map((name) =>
      readFileSync(path.join(folder, name), 'latin1'),
    )
    expect(files.join()).not.toContain(SECRET)
    expect(command('verify.ts', [], folder).stdout).toMatch(/^Nothing wrong/)
    const exported = command('export.ts', ['INC-1'], folder).stdout
    expect(exported).not.toContain(SECRET)
    expect(exported).toMatch(/Ana Ruiz declared INC-1/)
    expect(exported).not.toMatch(/U0ANA|the role commander/)
  }, 60_000)

  it('is not brought back by an edit of the message that it was pinned from', async () => {
    const { workspace, ana, ben } = await opened()
    await ana.say(`It logs in with ${SECRET}`, OWN)
    const { id, messages } = await ana.channel(OWN)
    const ts = messages.findLast(({ text }) => text.includes(SECRET))?.ts ?? ''
    await workspace.ask('POST', 'react', { as: ana.id, channel: id, ts, name: 'pushpin' })
    await workspace.quiet()
    const captured = await numberOf(ana, 'logs')
    expect((await ben.command(`/incident redact #${captured} a password`, OWN)).answer).toContain(
      'The message itself is still in',
    )
    await workspace.ask('POST', 'edit', {
      as: ana.id,
      channel: id,
      ts,
      text: `It still logs in with ${SECRET}`,
    })
    await workspace.quiet()
    expect(command('export.ts', ['INC-1', '--format', 'json'], workspace.folder).stdout).not.toContain(SECRET)
    expect(command('verify.ts', ['INC-1'], workspace.folder).stdout).toMatch(/^Nothing wrong: 1 timeline/)
  }, 60_000)
})

describe('the head of a chain', () => {
  it('stands on the card when it is over, and shows that nothing was cut off', async () => {
    const { workspace, ana } = await opened()
    await ana.command('/incident resolve Back to normal', OWN)
    const card = (await ana.reads()).find((line) => line.includes('Resolved')) ?? ''
    const head = /`([0-9a-f]{12})`/.exec((await ana.reads()).join('\n'))?.[1] ?? card
    const known = command('verify.ts', ['INC-1', head], workspace.folder)
    expect(known.stdout).toMatch(/INC-1 has the head .* at entry \d+: nothing up to there was cut off/)
    expect(known.status).toBe(0)
    const forged = command('verify.ts', ['INC-1', '0'.repeat(12)], workspace.folder)
    expect(forged.stdout).toContain('INC-1 has no entry with the hash 000000000000…')
    expect(forged.status).toBe(1)
    expect(command('verify.ts', ['INC-9'], workspace.folder)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no INC-9'),
    })
  }, 60_000)
})
