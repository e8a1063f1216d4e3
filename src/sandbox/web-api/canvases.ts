import { isObject, objectsOf, textOf } from '../json.ts'
import { CANVAS_CHARS, CANVASES_KEPT } from '../limits.ts'
import type { Json } from '../protocol.ts'
import type { CanvasRecord, ChannelRecord } from '../records.ts'
import { type Call, channelOf, type Method, needMember } from './call.ts'
import { invalidArguments, Refusal } from './refusal.ts'

const OPERATIONS = new Set([
  'insert_after',
  'insert_before',
  'insert_at_start',
  'insert_at_end',
  'replace',
  'delete',
  'rename',
])

/** The markdown of a document content. */
function markdown(content: unknown): string {
  if (!isObject(content) || content.type !== 'markdown') throw new Refusal('canvas_creation_failed')
  const text = textOf(content.markdown)
  if (text === undefined || text.length > CANVAS_CHARS) throw new Refusal('canvas_creation_failed')
  return text
}

function create(call: Call, channel: ChannelRecord | undefined): CanvasRecord {
  const { workspace, args } = call
  const content = args.nested('document_content', 'invalid_arguments')
  if (workspace.canvases.size >= CANVASES_KEPT) throw new Refusal('canvas_creation_failed')
  const canvas: CanvasRecord = {
    id: workspace.ids.next('F'),
    title: args.text('title') ?? 'Untitled',
    markdown: content === undefined ? '' : markdown(content),
    created: workspace.nowSeconds(),
    ...(channel ? { channel: channel.id } : {}),
  }
  workspace.canvases.set(canvas.id, canvas)
  workspace.changed()
  return canvas
}

function createInChannel(call: Call): Json {
  const channel = channelOf(call, 'channel_id')
  needMember(channel)
  if (channel.canvas !== undefined) throw new Refusal('channel_canvas_already_exists')
  const canvas = create(call, channel)
  channel.canvas = canvas.id
  return { canvas_id: canvas.id }
}

function edit(call: Call): Json {
  const changes = call.args.nested('changes', 'invalid_arguments')
  const canvas = call.workspace.canvases.get(call.args.need('canvas_id', 'canvas_not_found'))
  if (!canvas) throw new Refusal('canvas_not_found')
  if (!Array.isArray(changes) || changes.length === 0)
    throw invalidArguments('missing required field: changes')
  for (const change of objectsOf(changes)) apply(canvas, change)
  call.workspace.changed()
  return {}
}

/** Sections are not kept apart: an edit of one section fails, as with a section id Slack does not know. */
function apply(canvas: CanvasRecord, change: Json): void {
  const operation = textOf(change.operation) ?? ''
  if (!OPERATIONS.has(operation))
    throw invalidArguments('must be a valid enum value [json-pointer:/changes/0/operation]')
  if (operation === 'rename') {
    canvas.title = markdown(change.title_content)
    return
  }
  if (change.section_id !== undefined) throw new Refusal('canvas_editing_failed')
  const text = operation === 'delete' ? '' : markdown(change.document_content)
  if (operation === 'replace') canvas.markdown = text
  else if (operation === 'insert_at_start') canvas.markdown = `${text}\n${canvas.markdown}`
  else if (operation === 'insert_at_end') canvas.markdown = `${canvas.markdown}\n${text}`
  else throw new Refusal('canvas_editing_failed')
  if (canvas.markdown.length > CANVAS_CHARS) throw new Refusal('canvas_editing_failed')
}

export const CANVASES: Record<string, Method> = {
  'canvases.create': {
    scopes: ['canvases:write'],
    run: (call) => {
      const channel = call.args.has('channel_id') ? channelOf(call, 'channel_id') : undefined
      return { canvas_id: create(call, channel).id }
    },
  },
  'conversations.canvases.create': { scopes: ['canvases:write'], run: createInChannel },
  'canvases.edit': { scopes: ['canvases:write'], run: edit },
}
