import { slackCode } from '../failure.ts'
import type { Hands, IncidentOwed } from './hands.ts'

/** There are no canvases here, or not for us: the report is a file then. */
const NO_CANVASES = new Set([
  'canvas_disabled_user_team',
  'canvas_disabled_file_team',
  'team_tier_cannot_create_channel_canvases',
  'free_team_canvas_tab_already_exists',
  'canvas_creation_failed',
  'channel_canvas_creation_failed',
  'canvas_tab_creation_failed',
  'channel_canvas_already_exists', // somebody keeps their own there, which must not be written over
  'restricted_action',
  'missing_scope',
  'not_allowed_token_type',
  'unknown_method', // a compatible server without canvases
])
/** The page is gone, or nobody may change it any more. */
const CANVAS_GONE = new Set([
  'canvas_not_found',
  'canvas_deleted',
  'canvas_editing_failed',
  'canvas_disabled_user_team',
  'free_teams_cannot_edit_standalone_canvases',
  'restricted_action',
  'missing_scope',
  'unknown_method',
])

/**
 * Makes the report the canvas of the incident's own channel, or writes it anew there. Gives the canvas's id, undefined
 * where there can be none. A canvas that somebody else made is left alone: ours is the one on record, or the one that is
 * there after an earlier try of this delivery may have made it.
 */
export async function putCanvas(
  owed: IncidentOwed,
  channel: string,
  page: { title: string; markdown: string },
  hands: Hands,
): Promise<string | undefined> {
  const known = owed.state.reported.canvas ?? (owed.maybeSent ? await canvasOf(channel, hands) : undefined)
  if (known !== undefined && (await rewriteCanvas(known, page.markdown, hands))) return known
  try {
    const { canvas_id: id } = await hands.slack.conversations.canvases.create({
      channel_id: channel,
      title: page.title,
      document_content: content(page.markdown),
    } as Parameters<typeof hands.slack.conversations.canvases.create>[0])
    return id
  } catch (error) {
    if (!NO_CANVASES.has(slackCode(error) ?? '')) throw error
    hands.log.info({ incident: owed.stream, why: slackCode(error) }, 'the report cannot be a canvas')
    return undefined
  }
}

/** False when the canvas is not there any more, or not ours to change. */
export async function rewriteCanvas(id: string, markdown: string, hands: Hands): Promise<boolean> {
  try {
    await hands.slack.canvases.edit({
      canvas_id: id,
      changes: [{ operation: 'replace', document_content: content(markdown) }],
    })
    return true
  } catch (error) {
    if (!CANVAS_GONE.has(slackCode(error) ?? '')) throw error
    return false
  }
}

async function canvasOf(channel: string, { slack }: Hands): Promise<string | undefined> {
  const { channel: found } = await slack.conversations.info({ channel })
  const { properties } = (found ?? {}) as { properties?: { canvas?: { file_id?: string } } }
  return properties?.canvas?.file_id
}

function content(markdown: string) {
  return { type: 'markdown', markdown } as const
}
