import { secret } from './ids.ts'
import { isObject, present } from './json.ts'
import { RESPONSE_URL_LIFE_MS, RESPONSE_URL_USES, RESPONSE_URLS_KEPT } from './limits.ts'
import { addEphemeral, addMessage, changeMessage, removeMessage } from './messages.ts'
import { BOT } from './people.ts'
import type { Json, Ts } from './protocol.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import { Args } from './web-api/args.ts'
import { type Content, needContent, readContent } from './web-api/content.ts'
import { Refusal } from './web-api/refusal.ts'
import type { Workspace } from './workspace.ts'

type ResponseUrl = { channel: string; user: string; source?: Ts; uses: number; until: number }

export type Responded = { status: number; body: string }

/** Addresses an app may answer to without being in the channel: five times within 30 minutes. */
export class ResponseUrls {
  readonly #workspace: Workspace
  #known = new Map<string, ResponseUrl>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** `source`: the message that was acted on, which the answer may replace or delete. */
  issue(channel: string, user: string, source?: Ts): string {
    const id = secret(18)
    const until = this.#workspace.now() + RESPONSE_URL_LIFE_MS
    this.#known.set(id, { channel, user, uses: 0, until, ...present({ source }) })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= RESPONSE_URLS_KEPT) break
      this.#known.delete(oldest)
    }
    return `${this.#workspace.url}/response/${id}`
  }

  /** What a POST to such an address does. */
  respond(id: string, body: unknown): Responded {
    const known = this.#known.get(id)
    if (!known || this.#workspace.now() > known.until) return refused(404, 'expired_url')
    if (known.uses >= RESPONSE_URL_USES) return refused(404, 'used_url')
    if (!isObject(body)) return refused(400, 'invalid_payload')
    const channel = this.#workspace.channels.get(known.channel)
    if (!channel) return refused(404, 'channel_not_found')
    try {
      say(this.#workspace, channel, known, body)
    } catch (error) {
      if (error instanceof Refusal) return refused(error.code === 'no_text' ? 500 : 400, error.code)
      throw error
    }
    known.uses++
    return { status: 200, body: 'ok' }
  }
}

function refused(status: number, error: string): Responded {
  return { status, body: JSON.stringify({ ok: false, error }) }
}

/**
 * Says what an app answered to a command or click: to the person alone unless it asked for `in_channel`.
 * @throws Refusal when Slack would not show it.
 */
export function say(
  workspace: Workspace,
  channel: ChannelRecord,
  to: { user: string; source?: Ts },
  body: Json,
): MessageRecord | undefined {
  const source = to.source === undefined ? undefined : workspace.anyMessage(channel, to.source)
  if (body.delete_original === true) {
    if (source) removeMessage(workspace, channel, source)
    return undefined
  }
  const args = new Args(body)
  const content = readContent(workspace, args)
  needContent(args, content)
  if (body.replace_original === true && source) return replace(workspace, channel, source, content)
  if (channel.archived && body.response_type === 'in_channel') throw new Refusal('is_archived')
  const { metadata, ...said } = content
  const threadTs = args.text('thread_ts')
  const draft = { ...said, user: BOT.userId, ...present({ threadTs, metadata }) }
  if (body.response_type === 'in_channel') return addMessage(workspace, channel, draft)
  return addEphemeral(workspace, channel, { ...draft, ephemeralFor: to.user })
}

function replace(
  workspace: Workspace,
  channel: ChannelRecord,
  source: MessageRecord,
  content: Content,
): MessageRecord {
  const { text, blocks, attachments } = content
  const showEdited = source.ephemeralFor === undefined && blocks.length === 0
  changeMessage(workspace, channel, source, { text, blocks, attachments }, { user: BOT.userId, showEdited })
  return source
}
