import { blockIssues, issueMessages, namedBlocks } from './blocks/check.ts'
import { BLOCK_LIMITS as L } from './blocks/limits.ts'
import { plainText } from './blocks/objects.ts'
import {
  boolean,
  object,
  optional,
  type Rule,
  required,
  say,
  startInspection,
  text,
  word,
} from './blocks/rule.ts'
import { isObject, objectOf, objectsOf } from './json.ts'
import type { Json } from './protocol.ts'
import { slackFileIssues } from './slack-files.ts'
import type { Workspace } from './workspace.ts'

const anything: Rule = () => {}

const shared = {
  blocks: required(anything),
  private_metadata: optional(text({ max: L.privateMetadataChars })),
  callback_id: optional(text({ max: L.callbackIdChars })),
  external_id: optional(text({ max: L.externalIdChars })),
}

const VIEWS: Record<'modal' | 'home', Rule> = {
  modal: object({
    type: word('modal'),
    title: required(plainText(L.viewTitleChars)),
    submit: optional(plainText(L.viewButtonChars)),
    close: optional(plainText(L.viewButtonChars)),
    clear_on_close: optional(boolean),
    notify_on_close: optional(boolean),
    submit_disabled: optional(boolean),
    ...shared,
  }),
  home: object({ type: word('home'), ...shared }),
}

/** `ok: false`: Slack's error code, and its messages when the view breaks a rule. */
export type CheckedView =
  | { ok: true; view: Json }
  | { ok: false; error: 'invalid_arguments' | 'view_too_large'; messages: string[] }

/** The view as Slack would store it, or why it would refuse it. */
export function checkView(workspace: Workspace, raw: unknown, type: 'modal' | 'home'): CheckedView {
  if (!isObject(raw)) {
    return refuse(['[ERROR] must provide an object [json-pointer:/view]'])
  }
  if (Buffer.byteLength(JSON.stringify(raw)) > L.viewBytes)
    return { ok: false, error: 'view_too_large', messages: [] }
  const inspection = startInspection(type)
  VIEWS[type](raw, '/view', inspection)
  if (raw.blocks !== undefined) inspection.issues.push(...blockIssues(raw.blocks, type, '/view/blocks'))
  inspection.issues.push(...slackFileIssues(workspace, raw.blocks, '/view/blocks'))
  const hasInput = objectsOf(raw.blocks).some((one) => one.type === 'input')
  if (type === 'modal' && hasInput && raw.submit === undefined) {
    say(inspection, '/view', 'missing required field: submit')
  }
  if (inspection.issues.length > 0) return refuse(issueMessages(inspection.issues))
  return { ok: true, view: { ...raw, blocks: namedBlocks(objectsOf(raw.blocks)) } }
}

function refuse(messages: string[]): CheckedView {
  return { ok: false, error: 'invalid_arguments', messages }
}

/** All interactive elements of a list of blocks, with the block each is in. */
export function elementsOf(blocks: Json[]): { blockId: string; block: Json; element: Json }[] {
  return blocks.flatMap((block) => {
    const inside =
      block.type === 'input'
        ? [block.element]
        : block.type === 'section'
          ? [block.accessory]
          : block.type === 'actions' || block.type === 'context_actions'
            ? objectsOf(block.elements)
            : []
    return inside
      .filter(isObject)
      .filter((element) => element.type !== 'image')
      .map((element) => ({ blockId: String(block.block_id ?? ''), block, element: objectOf(element) }))
  })
}
