import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanvasShown } from '../../src/sandbox/protocol.ts'
import { refusal, Stand } from './stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.close())

const doc = (markdown: string) => ({ type: 'markdown' as const, markdown })
const read = (id: string, as = 'U0ANA') => stand.get<CanvasShown>(`canvas?as=${as}&id=${id}`)

async function made(markdown: string, more: { channel_id?: string; title?: string } = {}): Promise<string> {
  return (await stand.client.canvases.create({ document_content: doc(markdown), ...more })).canvas_id ?? ''
}

const edit = (canvas_id: string, ...changes: Record<string, unknown>[]) =>
  stand.client.apiCall('canvases.edit', { canvas_id, changes })

async function sections(canvas_id: string, criteria: Record<string, unknown>): Promise<string[]> {
  const answer = await stand.client.apiCall('canvases.sections.lookup', { canvas_id, criteria })
  return (answer as typeof answer & { sections: { id: string }[] }).sections.map((one) => one.id)
}

const REPORT =
  '# Report\n\nIntro\nof two lines\n\n## What\n- one\n\n- two\n\n```\n# no heading\n\nstill code\n```'

describe('an edit of a canvas', () => {
  it('names sections: headings, paragraphs, whole lists, whole code', async () => {
    const id = await made(REPORT)
    expect(await sections(id, { section_types: ['any_header'] })).toHaveLength(2)
    const [what = ''] = await sections(id, { section_types: ['h2'], contains_text: 'what' })
    const [list = ''] = (await sections(id, { contains_text: 'two' })).slice(-1)
    const [code = ''] = await sections(id, { contains_text: 'still code' })
    await edit(id, { operation: 'insert_after', section_id: what, document_content: doc('New line') })
    await edit(
      id,
      { operation: 'replace', section_id: list, document_content: doc('1. first') },
      { operation: 'delete', section_id: code },
      { operation: 'insert_at_end', document_content: doc('The end') },
    )
    expect((await read(id)).markdown ?? '').toBe('')
    await stand.client.canvases.access.set({ canvas_id: id, access_level: 'read', user_ids: ['U0ANA'] })
    expect((await read(id)).markdown).toBe(
      '# Report\n\nIntro\nof two lines\n\n## What\n\nNew line\n\n1. first\n\nThe end',
    )
  })

  it('replaces all of it, renames it, and is done whole or not at all', async () => {
    const id = await made(REPORT, { channel_id: 'C0ROOM', title: 'Draft' })
    await edit(id, { operation: 'rename', title_content: doc('Final') })
    const half = edit(
      id,
      { operation: 'replace', document_content: doc('lost') },
      { operation: 'delete', section_id: 'temp:C:none' },
    )
    expect(await refusal(half)).toBe('canvas_editing_failed')
    expect((await read(id)).markdown).toContain('# Report')
    await edit(id, { operation: 'replace', document_content: doc('# Anew') })
    expect(await read(id)).toMatchObject({ title: 'Final', markdown: '# Anew', channel: 'C0ROOM' })
    expect(await refusal(edit(id, { operation: 'delete' }))).toBe('canvas_editing_failed')
    expect(await refusal(edit(id, { operation: 'shuffle' }))).toBe('invalid_arguments')
  })
})

describe('a canvas', () => {
  it('is a tab of its channel, one at most, and a file with a permalink', async () => {
    const create = () =>
      stand.client.conversations.canvases.create({ channel_id: 'C0ROOM', document_content: doc('# Tab') })
    const { canvas_id: id = '' } = await create()
    expect(await refusal(create())).toBe('channel_canvas_already_exists')
    const { channel } = await stand.client.conversations.info({ channel: 'C0ROOM' })
    expect(channel).toMatchObject({ properties: { canvas: { file_id: id } } })
    const { file } = await stand.client.files.info({ file: id })
    expect(file).toMatchObject({ filetype: 'quip', permalink: `${stand.sandbox.url}/docs/T0DEMO/${id}` })
    const page = await fetch(file?.permalink ?? '', { redirect: 'manual' })
    expect(page.headers.get('location')).toBe(`/#///doc/${id}`)
    expect((await stand.channel('C0ROOM')).canvas).toMatchObject({ id, title: 'Untitled' })
    await stand.client.canvases.delete({ canvas_id: id })
    expect((await stand.channel('C0ROOM')).canvas).toBeUndefined()
    expect((await create()).ok).toBe(true)
  })

  it('is read by its channel, and by others when they were given access', async () => {
    const tab = await made('# Tab', { channel_id: 'C0ALERTS' })
    expect((await read(tab, 'U0BEN')).markdown).toBe('# Tab')
    expect(await read(tab, 'U0GIL')).toEqual({
      error: 'There is no such canvas, or it was not shared with you.',
    })
    const own = await made('# Own')
    const set = (more: Record<string, unknown>) =>
      stand.client.apiCall('canvases.access.set', { canvas_id: own, access_level: 'read', ...more })
    expect((await read(own)).markdown).toBeUndefined()
    await set({ channel_ids: ['C0ROOM'] })
    expect((await read(own, 'U0GIL')).markdown).toBe('# Own')
    await stand.client.canvases.access.delete({ canvas_id: own, channel_ids: ['C0ROOM'] })
    expect((await read(own, 'U0GIL')).markdown).toBeUndefined()
    expect(await refusal(set({ channel_ids: ['C0ROOM'], user_ids: ['U0ANA'] }))).toBe('invalid_arguments')
  })

  it('cannot be made where the plan has none, or only tabs', async () => {
    const id = await made('before')
    await stand.post('plan', { canvases: 'off' })
    const tab = () => stand.client.conversations.canvases.create({ channel_id: 'C0ROOM' })
    expect(await refusal(made('x'))).toBe('canvas_disabled_user_team')
    expect(await refusal(tab())).toBe('canvas_disabled_user_team')
    const more = () => edit(id, { operation: 'insert_at_end', document_content: doc('x') })
    expect(await refusal(more())).toBe('canvas_disabled_user_team')
    await stand.post('plan', { canvases: 'free' })
    expect(await refusal(made('x'))).toBe('free_teams_cannot_create_non_tabbed_canvases')
    expect(await refusal(more())).toBe('free_teams_cannot_edit_standalone_canvases')
    await made('x', { channel_id: 'C0ROOM' })
    expect(await refusal(made('y', { channel_id: 'C0ROOM' }))).toBe('free_team_canvas_tab_already_exists')
  })
})
