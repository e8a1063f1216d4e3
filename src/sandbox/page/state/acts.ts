import type { Acked, ChannelAct } from '../../protocol.ts'
import { go, goTo, route } from './route.ts'
import { server } from './server.ts'
import { toast } from './toasts.ts'
import { channelById, meId, refetch } from './workspace.ts'

/** Does something as the person at the screen and says it plainly when it fails. Answers whether it worked. */
export async function act(doing: () => Promise<Acked | object>): Promise<boolean> {
  try {
    const answer = await doing()
    void refetch()
    if ('ok' in answer && !answer.ok) {
      toast(('error' in answer && answer.error) || 'That did not work.', 'bad')
      return false
    }
    return true
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), 'bad')
    return false
  }
}

export function reactTo(channel: string, ts: string, name: string, remove: boolean): Promise<boolean> {
  return act(() => server.react({ as: meId(), channel, ts, name, ...(remove ? { remove } : {}) }))
}

export function editMessage(channel: string, ts: string, text: string | null): Promise<boolean> {
  return act(() => server.edit({ as: meId(), channel, ts, text }))
}

export function deleteFile(file: string): Promise<boolean> {
  return act(() => server.deleteFile(meId(), file))
}

export function changeChannel(change: Omit<ChannelAct, 'as'>): Promise<boolean> {
  return act(() => server.channel({ as: meId(), ...change }))
}

export function runShortcut(callbackId: string, message?: { channel: string; ts: string }): Promise<boolean> {
  return act(() => server.shortcut({ as: meId(), callbackId, ...message }))
}

export async function joinChannel(channel: string): Promise<void> {
  if (await act(() => server.join(meId(), channel))) goTo(channel)
}

export async function leaveChannel(channel: string): Promise<void> {
  await act(() => server.leave(meId(), channel))
}

export async function openDm(other: string): Promise<void> {
  await act(async () => {
    const { channel } = await server.openDm(meId(), other)
    await refetch()
    goTo(channel)
    return {}
  })
}

export function advance(minutes: number): Promise<boolean> {
  return act(() => server.advance(minutes))
}

/** Become someone else, staying in the same place where they can see it. */
export function becomePerson(id: string): void {
  const { place } = route.get()
  go(place ? { me: id, place } : { me: id })
}

export function markRead(channel: string): void {
  if ((channelById(channel)?.unread ?? 0) > 0 || (channelById(channel)?.mentions ?? 0) > 0) {
    server.read(meId(), channel).then(refetch, () => undefined)
  }
}

export async function copyLink(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url)
    toast('Link copied.')
  } catch {
    toast(`Copy it by hand: ${url}`)
  }
}
