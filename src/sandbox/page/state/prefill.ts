import { draftKey, setDraft } from './drafts.ts'
import { goTo } from './route.ts'
import { meId, workspace } from './workspace.ts'

/** Puts a text into the composer of the incident room (or of `otherwise`), goes there and waits to be sent. */
export function prefill(text: string, otherwise?: string): void {
  const rooms = workspace.get()?.state.channels.filter((one) => one.isMember && one.kind !== 'im') ?? []
  const target = (rooms.find((one) => one.name === 'incident-room') ?? rooms[0])?.id ?? otherwise
  if (!target) return
  setDraft(draftKey(meId(), target), text)
  goTo(target)
  queueMicrotask(() => document.querySelector<HTMLElement>('.channel-pane .composer textarea')?.focus())
}
