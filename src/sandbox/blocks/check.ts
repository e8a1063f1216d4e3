import { blockId } from '../ids.ts'
import { isObject, objectsOf, textOf } from '../json.ts'
import type { Json } from '../protocol.ts'
import { BLOCKS } from './block-types.ts'
import { BLOCK_LIMITS as L } from './limits.ts'
import {
  type Inspection,
  type Issue,
  list,
  type Rule,
  type Surface,
  say,
  startInspection,
  tagged,
} from './rule.ts'

const anyBlock: Rule = tagged(
  Object.fromEntries(
    Object.entries(BLOCKS).map(([type, known]) => [
      type,
      (value, at, inspection) => {
        if (!known.surfaces.includes(inspection.surface)) {
          say(inspection, `${at}/type`, `unsupported type: ${type}`)
          return
        }
        uniqueBlockId(value, at, inspection)
        known.rule(value, at, inspection)
      },
    ]),
  ),
)

function uniqueBlockId(value: unknown, at: string, inspection: Inspection): void {
  const id = isObject(value) ? textOf(value.block_id) : undefined
  if (id === undefined) return
  if (inspection.blockIds.has(id)) say(inspection, `${at}/block_id`, `\`block_id\` ${id} already exists`)
  inspection.blockIds.add(id)
}

/** What Slack would say is wrong with these blocks; empty when it would take them. */
export function blockIssues(blocks: unknown, surface: Surface, at = '/blocks'): Issue[] {
  const inspection = startInspection(surface)
  const max = surface === 'message' ? L.blocksInMessage : L.blocksInView
  list(anyBlock, { max })(blocks, at, inspection)
  return inspection.issues
}

/** Slack's `response_metadata.messages` for these issues. */
export function issueMessages(issues: Issue[]): string[] {
  return issues.map((one) => `[ERROR] ${one.message} [json-pointer:${one.at}]`)
}

/** The blocks as Slack stores them: what the app left unnamed gets a block id and action ids. */
export function namedBlocks(blocks: Json[]): Json[] {
  return blocks.map((block) => {
    const named: Json = { ...block, block_id: block.block_id ?? blockId() }
    if (isObject(block.accessory)) named.accessory = namedElement(block.accessory)
    if (isObject(block.element)) named.element = namedElement(block.element)
    if (block.type === 'actions' || block.type === 'context_actions') {
      named.elements = objectsOf(block.elements).map(namedElement)
    }
    return named
  })
}

function namedElement(element: Json): Json {
  if (element.type === 'image' || element.action_id !== undefined) return element
  return { ...element, action_id: blockId() }
}
