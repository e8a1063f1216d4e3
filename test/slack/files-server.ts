import { refuse, type SlackServer } from './slack-server.ts'

/** Files and canvases for the recording workspace, as far as reports need them. */
export function withFiles(slack: SlackServer) {
  const files = new Map<string, { id: string; name: string; user: string }>()
  const canvases = new Map<string, { channel: string; user: string; text: string }>()
  const text = (content: unknown) => (content as { markdown: string }).markdown
  Object.assign(slack.methods, {
    'files.getUploadURLExternal': ({ filename }: { filename: string }) => {
      const id = `F${files.size + 1}`
      files.set(id, { id, name: filename, user: 'U0BOT' })
      return { upload_url: `${slack.url}/upload`, file_id: id }
    },
    upload: () => ({}),
    'files.completeUploadExternal': (args: Record<string, unknown>) => {
      const shared = (args.files as { id: string }[]).map(({ id }) => files.get(id))
      const { thread_ts, initial_comment } = args
      slack.methods['chat.postMessage']?.({
        channel: args.channel_id,
        text: initial_comment,
        thread_ts,
        files: shared,
      })
      return { files: shared }
    },
    'conversations.canvases.create': ({ channel_id, document_content }: Record<string, unknown>) => {
      if ([...canvases.values()].some(({ channel }) => channel === channel_id))
        refuse('channel_canvas_already_exists')
      const id = `FC${canvases.size + 1}`
      canvases.set(id, { channel: String(channel_id), user: 'U0BOT', text: text(document_content) })
      return { canvas_id: id }
    },
    'canvases.edit': ({ canvas_id, changes }: Record<string, unknown>) => {
      const canvas = canvases.get(String(canvas_id))
      if (!canvas) return refuse('canvas_not_found')
      canvas.text = text((changes as { document_content: unknown }[])[0]?.document_content)
      return {}
    },
    'files.info': ({ file }: { file: string }) => ({ file: { id: file, user: canvases.get(file)?.user } }),
  })
  const info = slack.methods['conversations.info']
  slack.methods['conversations.info'] = (args) => {
    const [id] = [...canvases].find(([, { channel }]) => channel === args.channel) ?? []
    const answered = info?.(args) as { channel: object }
    return { channel: { ...answered.channel, ...(id && { properties: { canvas: { file_id: id } } }) } }
  }
  return { files, canvases }
}
