import type { AlertAct, MailShown, PhoneAct, StatusPageAct } from '../../outside-world.ts'
import type {
  Acked,
  CanvasShown,
  ChannelAct,
  Click,
  Close,
  Edit,
  FileShared,
  React,
  Shortcut,
  Submit,
  Submitted,
  Type,
  Typed,
  WorkspaceState,
} from '../../protocol.ts'

type Json = Record<string, unknown>

/** The workspace answered, and said no. */
export class Refused extends Error {
  readonly status: number

  constructor(sentence: string, status: number) {
    super(sentence)
    this.status = status
  }
}

/** The workspace's control interface, as `protocol.ts` lists it. Rejects with a sentence for a person. */
async function call<T>(path: string, body?: unknown): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? {}
      : body instanceof Blob
        ? { method: 'POST', body }
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let response: Response
  try {
    response = await fetch(`/sandbox/${path}`, init)
  } catch {
    throw new Error('The workspace cannot be reached. Is it still running?')
  }
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const said = (answer as { error?: unknown }).error
  const sentence = typeof said === 'string' && said ? said : `The workspace answered ${response.status}.`
  throw new Refused(sentence, response.status)
}

export const server = {
  state: (as?: string) =>
    call<WorkspaceState>(as === undefined ? 'state' : `state?as=${encodeURIComponent(as)}`),
  type: (body: Type) => call<Typed>('type', body),
  click: (body: Click) => call<Acked>('click', body),
  submit: (body: Submit) => call<Submitted>('submit', body),
  close: (body: Close) => call<Acked>('close', body),
  react: (body: React) => call<Acked>('react', body),
  edit: (body: Edit) => call<Acked>('edit', body),
  shortcut: (body: Shortcut) => call<Acked>('shortcut', body),
  home: (as: string) => call<Acked>('home', { as }),
  read: (as: string, channel: string) => call<Json>('read', { as, channel }),
  join: (as: string, channel: string) => call<Json>('join', { as, channel }),
  leave: (as: string, channel: string) => call<Json>('leave', { as, channel }),
  openDm: (as: string, other: string) => call<{ channel: string }>('open-dm', { as, with: other }),
  options: (body: Json) => call<{ options?: Json[]; option_groups?: Json[] }>('options', body),
  upload: (as: string, file: File) =>
    call<{ file: string }>(`upload?${new URLSearchParams({ as, name: file.name || 'file' })}`, file),
  deleteFile: (as: string, file: string) => call<Acked>('delete-file', { as, file }),
  file: (as: string, id: string) => call<FileShared>(`file?${new URLSearchParams({ as, id })}`),
  canvas: (as: string, id: string) => call<CanvasShown>(`canvas?${new URLSearchParams({ as, id })}`),
  readMail: (id: string) => call<Json>('read-mail', { id }),
  mail: (id: string) => call<MailShown>(`mail?${new URLSearchParams({ id })}`),
  channel: (body: ChannelAct) => call<{ channel: string }>('channel', body),
  deploy: (as: string, application: string) => call<Acked>('deploy', { as, application }),
  statusPage: (body: StatusPageAct) => call<Acked>('status-page', body),
  removeWindow: (as: string, project: string, description: string) =>
    call<Acked>('remove-window', { as, project, description }),
  alert: (body: AlertAct) => call<Json>('alert', body),
  alertSent: (n: number) => call<{ body: Json }>(`alert-sent?n=${n}`),
  phone: (body: PhoneAct) => call<Acked>('phone', body),
  advance: (minutes: number) => call<{ now: number }>('advance', { minutes }),
}
