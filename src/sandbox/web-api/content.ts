import { blockIssues, issueMessages, namedBlocks } from '../blocks/check.ts'
import { isObject, objectsOf, textOf } from '../json.ts'
import type { Json } from '../protocol.ts'
import { slackFileIssues } from '../slack-files.ts'
import type { Workspace } from '../workspace.ts'
import type { Args } from './args.ts'
import { Refusal } from './refusal.ts'

/** What a message says, checked as Slack checks it. */
export type Content = { text: string; blocks: Json[]; attachments: Json[]; metadata?: Json | undefined }

const TEXT_CHARS = 40_000
export const UPDATE_TEXT_CHARS = 4_000
const ATTACHMENTS = 100
const MARKDOWN_CHARS = 12_000
const METADATA_BYTES = 16_000

/** @throws Refusal with Slack's code when the content is one it would not take. */
export function readContent(workspace: Workspace, args: Args, textChars = TEXT_CHARS): Content {
  const markdown = args.text('markdown_text')
  if (markdown !== undefined && (args.has('text') || args.has('blocks')))
    throw new Refusal('markdown_text_conflict')
  if (markdown !== undefined && markdown.length > MARKDOWN_CHARS) throw new Refusal('msg_too_long')
  const text = args.text('text') ?? markdown ?? ''
  const blocks = readBlocks(workspace, args)
  const attachments = readAttachments(workspace, args)
  if ([...text].length > textChars) throw new Refusal('msg_too_long')
  const metadata = readMetadata(args)
  return {
    text: text === '' ? fallbackText(blocks) : text,
    blocks: markdown === undefined ? blocks : namedBlocks([{ type: 'markdown', text: markdown }]),
    attachments,
    ...(metadata ? { metadata } : {}),
  }
}

export function needContent(args: Args, content: Content): void {
  const said = args.text('text') ?? args.text('markdown_text') ?? ''
  if (said.trim() === '' && content.blocks.length === 0 && content.attachments.length === 0) {
    throw new Refusal('no_text')
  }
}

function readBlocks(workspace: Workspace, args: Args): Json[] {
  const blocks = args.nested('blocks', 'invalid_blocks_format')
  if (blocks === undefined) return []
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format')
  const issues = [...blockIssues(blocks, 'message'), ...slackFileIssues(workspace, blocks, '/blocks')]
  if (issues.length > 0) {
    throw new Refusal('invalid_blocks', {
      errors: issues.map((one) => `${one.message} [json-pointer:${one.at}]`),
      response_metadata: { messages: issueMessages(issues) },
    })
  }
  return namedBlocks(objectsOf(blocks))
}

function readAttachments(workspace: Workspace, args: Args): Json[] {
  const attachments = args.nested('attachments', 'invalid_attachments')
  if (attachments === undefined) return []
  if (!Array.isArray(attachments) || !attachments.every(isObject)) throw new Refusal('invalid_attachments')
  if (attachments.length > ATTACHMENTS) throw new Refusal('too_many_attachments')
  return objectsOf(attachments).map((attachment, index) => {
    const blocks = attachment.blocks
    if (blocks === undefined) return { id: index + 1, ...attachment }
    const at = `/attachments/${index}/blocks`
    const issues = [...blockIssues(blocks, 'message', at), ...slackFileIssues(workspace, blocks, at)]
    if (issues.length > 0) {
      throw new Refusal('invalid_attachments', { response_metadata: { messages: issueMessages(issues) } })
    }
    return {
      id: index + 1,
      fallback: '[no preview available]',
      ...attachment,
      blocks: namedBlocks(objectsOf(blocks)),
    }
  })
}

/** An empty object removes the metadata; undefined leaves it. */
function readMetadata(args: Args): Json | undefined {
  const metadata = args.nestedObject('metadata', 'invalid_metadata_format')
  if (metadata === undefined || Object.keys(metadata).length === 0) return metadata
  const type = textOf(metadata.event_type)
  if (!type || !isObject(metadata.event_payload)) throw new Refusal('invalid_metadata_format')
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES) throw new Refusal('metadata_too_large')
  return { event_type: type, event_payload: metadata.event_payload }
}

/** What a notification would say when the app gave blocks and no text. */
function fallbackText(blocks: Json[]): string {
  const texts = blocks.map((block) => (isObject(block.text) ? textOf(block.text.text) : textOf(block.text)))
  return texts.filter((one) => one !== undefined).join(' ')
}
