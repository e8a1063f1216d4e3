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
  'restricted_action',
  'missing_scope',
  'not_allowed_token_type',
  'unknown_method', // a compatible server without canvases
])
const EXISTS = 'channel_canvas_already_exists'

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
 * Makes the report the canvas of the incident's own channel, or writes it anew there. Gives the canvas's id; undefined
 * where there can be none, or where somebody else keeps theirs, which must not be written over.
 */
export async function putCanvas(
  owed: IncidentOwed,
  channel: string,
  page: { title: string; markdown: string },
  hands: Hands,
): Promise<string | undefined> {
  const known = owed.state.reported.canvas
  if (known !== undefined && (await rewriteCanvas(known, page.markdown, hands))) return known
  try {
    const { canvas_id: id } = await hands.slack.conversations.canvases.create({
      channel_id: channel,
      title: page.title,
      document_content: content(page.markdown),
    })
    return id
  } catch (error) {
    const code = slackCode(error) ?? ''
    const ours = code === EXISTS ? await ownCanvas(channel, hands) : undefined
    if (ours !== undefined) return (await rewriteCanvas(ours, page.markdown, hands)) ? ours : undefined
    if (code !== EXISTS && !NO_CANVASES.has(code)) throw error
    hands.log.info({ incident: owed.stream, why: code }, 'the report cannot be a canvas')
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

/** The channel's canvas if the bot made it: in an earlier try whose answer was lost. */
async function ownCanvas(channel: string, { slack, identity }: Hands): Promise<string | undefined> {
  const { channel: found } = await slack.conversations.info({ channel })
  const { properties } = (found ?? {}) as { properties?: { canvas?: { file_id?: string } } }
  const id = properties?.canvas?.file_id
  if (id === undefined) return undefined
  const [{ file }, { userId }] = await Promise.all([slack.files.info({ file: id }), identity()])
  return file?.user === userId ? id : undefined
}

function content(markdown: string) {
  return { type: 'markdown', markdown } as const
}
