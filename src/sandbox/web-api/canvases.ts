import { canvasAccess, markdownOf, sectionsOf } from '../canvases.ts'
import { isObject, objectsOf, textOf, textsOf } from '../json.ts'
import { CANVAS_CHARS, CANVASES_KEPT } from '../limits.ts'
import { BOT } from '../people.ts'
import type { Json } from '../protocol.ts'
import type { CanvasRecord, CanvasSection, ChannelRecord } from '../records.ts'
import type { Workspace } from '../workspace.ts'
import { type Call, channelOf, type Method, needMember } from './call.ts'
import { invalidArguments, Refusal } from './refusal.ts'

const DISABLED = 'canvas_disabled_user_team'

/** The markdown of a document content. */
function markdown(content: unknown, code: string): string {
  if (!isObject(content) || content.type !== 'markdown') throw new Refusal(code)
  const text = textOf(content.markdown)
  if (text === undefined || text.length > CANVAS_CHARS) throw new Refusal(code)
  return text
}

function needCanvases(workspace: Workspace): void {
  if (workspace.plan.canvases === 'off') throw new Refusal(DISABLED)
}

function create(call: Call, channel: ChannelRecord | undefined): CanvasRecord {
  const { workspace, args } = call
  const content = args.nested('document_content', 'invalid_arguments')
  if (workspace.canvases.size >= CANVASES_KEPT) throw new Refusal('canvas_creation_failed')
  const text = content === undefined ? '' : markdown(content, 'canvas_creation_failed')
  const canvas: CanvasRecord = {
    id: workspace.ids.next('F'),
    title: args.text('title') ?? 'Untitled',
    sections: sectionsOf(workspace, text),
    user: BOT.userId,
    created: workspace.nowSeconds(),
    updated: workspace.now(),
    access: { users: {}, channels: {} },
  }
  workspace.canvases.set(canvas.id, canvas)
  if (channel) {
    canvas.channel = channel.id
    channel.canvas ??= canvas.id
  }
  workspace.changed()
  return canvas
}

function createStandalone(call: Call): Json {
  const { workspace, args } = call
  needCanvases(workspace)
  const channel = args.has('channel_id') ? channelOf(call, 'channel_id') : undefined
  if (channel) needMember(channel)
  if (workspace.plan.canvases === 'free') {
    if (!channel) throw new Refusal('free_teams_cannot_create_non_tabbed_canvases')
    if (channel.canvas !== undefined) throw new Refusal('free_team_canvas_tab_already_exists')
  }
  return { canvas_id: create(call, channel).id }
}

function createInChannel(call: Call): Json {
  needCanvases(call.workspace)
  const channel = channelOf(call, 'channel_id')
  needMember(channel)
  if (channel.canvas !== undefined) throw new Refusal('channel_canvas_already_exists')
  return { canvas_id: create(call, channel).id }
}

/** A canvas that the bot may see. */
export function readableCanvas(workspace: Workspace, id: string): CanvasRecord | undefined {
  const canvas = workspace.canvases.get(id)
  const bot = workspace.people.get(BOT.userId)
  return canvas && bot && canvasAccess(workspace, canvas, bot) ? canvas : undefined
}

function canvasOf(call: Call): CanvasRecord {
  needCanvases(call.workspace)
  const canvas = readableCanvas(call.workspace, call.args.need('canvas_id', 'canvas_not_found'))
  if (!canvas) throw new Refusal('canvas_not_found')
  return canvas
}

function edit(call: Call): Json {
  const { workspace } = call
  const changes = call.args.nested('changes', 'invalid_arguments')
  const canvas = canvasOf(call)
  if (!Array.isArray(changes) || changes.length === 0)
    throw invalidArguments('missing required field: changes')
  if (workspace.plan.canvases === 'free' && canvas.channel === undefined)
    throw new Refusal('free_teams_cannot_edit_standalone_canvases')
  // All or nothing: a change that fails leaves the canvas as it was.
  const draft = { ...canvas, sections: [...canvas.sections] }
  for (const change of objectsOf(changes)) apply(workspace, draft, change)
  if (markdownOf(draft).length > CANVAS_CHARS) throw new Refusal('canvas_editing_failed')
  Object.assign(canvas, draft, { updated: workspace.now() })
  workspace.changed()
  return {}
}

function apply(workspace: Workspace, canvas: CanvasRecord, change: Json): void {
  const operation = textOf(change.operation) ?? ''
  if (operation === 'rename') {
    canvas.title = markdown(change.title_content, 'canvas_editing_failed')
    return
  }
  const edited = OPERATIONS.get(operation)
  if (!edited) throw invalidArguments('must be a valid enum value [json-pointer:/changes/0/operation]')
  const text = operation === 'delete' ? '' : markdown(change.document_content, 'canvas_editing_failed')
  const at =
    change.section_id === undefined
      ? undefined
      : canvas.sections.findIndex((one) => one.id === change.section_id)
  if (at === -1) throw new Refusal('canvas_editing_failed')
  const changed = edited(canvas.sections, sectionsOf(workspace, text), at)
  if (!changed) throw new Refusal('canvas_editing_failed')
  canvas.sections = changed
}

type Edit = (
  sections: CanvasSection[],
  added: CanvasSection[],
  at: number | undefined,
) => CanvasSection[] | undefined

/** What each operation makes of the sections; undefined: it needs a section. */
const OPERATIONS = new Map<string, Edit>([
  ['insert_at_start', (sections, added) => [...added, ...sections]],
  ['insert_at_end', (sections, added) => [...sections, ...added]],
  [
    'insert_before',
    (sections, added, at) => (at === undefined ? undefined : sections.toSpliced(at, 0, ...added)),
  ],
  [
    'insert_after',
    (sections, added, at) => (at === undefined ? undefined : sections.toSpliced(at + 1, 0, ...added)),
  ],
  ['replace', (sections, added, at) => (at === undefined ? added : sections.toSpliced(at, 1, ...added))],
  ['delete', (sections, _added, at) => (at === undefined ? undefined : sections.toSpliced(at, 1))],
])

const LEVELS: Record<string, RegExp> = { h1: /^ {0,3}#\s/, h2: /^ {0,3}##\s/, h3: /^ {0,3}###\s/ }

function sectionsLookup(call: Call): Json {
  const canvas = canvasOf(call)
  const criteria = call.args.nestedObject('criteria', 'invalid_arguments')
  const types = textsOf(criteria?.section_types)
  const words = textOf(criteria?.contains_text)
  if (types.length === 0 && words === undefined) throw invalidArguments('missing required field: criteria')
  const patterns = types.map((one) => (one === 'any_header' ? /^ {0,3}#{1,3}\s/ : LEVELS[one]))
  const found = canvas.sections.filter(
    (one) =>
      (types.length === 0 || patterns.some((pattern) => pattern?.test(one.markdown))) &&
      (words === undefined || one.markdown.toLowerCase().includes(words.toLowerCase())),
  )
  return { sections: found.map(({ id }) => ({ id })) }
}

/** Access is given to channels or to people, not to both in one call. */
function grantees(call: Call): { kind: 'channels' | 'users'; ids: string[] } {
  const { args, workspace } = call
  const channels = listed(call, 'channel_ids')
  const users = listed(call, 'user_ids')
  if ((channels.length === 0) === (users.length === 0))
    throw invalidArguments('must provide one of channel_ids or user_ids')
  if (channels.some((id) => !workspace.channels.has(id))) throw new Refusal('channel_not_found')
  if (users.some((id) => !workspace.people.has(id))) throw new Refusal('user_not_found')
  if (args.text('access_level') === 'owner' && channels.length > 0)
    throw invalidArguments('a channel cannot own a canvas')
  return channels.length > 0 ? { kind: 'channels', ids: channels } : { kind: 'users', ids: users }
}

/** A list that a form carries as JSON. */
function listed(call: Call, name: string): string[] {
  const raw = call.args.raw[name]
  const isJson = typeof raw === 'string' && raw.startsWith('[')
  return isJson ? textsOf(call.args.nested(name, 'invalid_arguments')) : call.args.list(name)
}

function accessSet(call: Call): Json {
  const canvas = canvasOf(call)
  const level = call.args.need('access_level')
  if (level !== 'read' && level !== 'write' && level !== 'owner')
    throw invalidArguments('must be a valid enum value [json-pointer:/access_level]')
  const { kind, ids } = grantees(call)
  for (const id of ids) canvas.access[kind][id] = level
  call.workspace.changed()
  return {}
}

function accessDelete(call: Call): Json {
  const canvas = canvasOf(call)
  const { kind, ids } = grantees(call)
  for (const id of ids) delete canvas.access[kind][id]
  call.workspace.changed()
  return {}
}

function remove(call: Call): Json {
  const canvas = canvasOf(call)
  call.workspace.canvases.delete(canvas.id)
  for (const channel of call.workspace.channels.values()) {
    if (channel.canvas === canvas.id) delete channel.canvas
  }
  call.workspace.changed()
  return {}
}

const scopes = ['canvases:write']

export const CANVASES: Record<string, Method> = {
  'canvases.create': { scopes, run: createStandalone },
  'conversations.canvases.create': { scopes, run: createInChannel },
  'canvases.edit': { scopes, run: edit },
  'canvases.delete': { scopes, run: remove },
  'canvases.access.set': { scopes, run: accessSet },
  'canvases.access.delete': { scopes, run: accessDelete },
  'canvases.sections.lookup': { scopes: ['canvases:read'], run: sectionsLookup },
}
