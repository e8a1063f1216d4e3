import { useEffect } from 'preact/hooks'
import type { WorkspaceState } from '../../protocol.ts'
import { ChannelPane } from '../channel/channel-pane.tsx'
import { ThreadPane } from '../channel/thread-pane.tsx'
import { RingingCard } from '../phone/ringing-card.tsx'
import { ReaderHost } from '../reader/reader-host.tsx'
import { channelTitle, DirectoryContext, directoryOf } from '../state/directory.ts'
import { closePanel, panel } from '../state/panels.ts'
import { go, route, useRoute } from '../state/route.ts'
import { useStore } from '../state/store.ts'
import { useWorkspace } from '../state/workspace.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { HomePane } from '../view/home.tsx'
import { ModalHost } from '../view/modal.tsx'
import { useKeys } from './keys.ts'
import { OUTSIDE } from './outside.ts'
import { Panels } from './panels.tsx'
import { Rail } from './rail.tsx'
import { Sidebar } from './sidebar.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'
import { Welcome } from './welcome.tsx'

export const HOME = 'home'

export function Shell() {
  const directory = useWorkspace(directoryOf)
  const where = useRoute()
  const openId = useWorkspace((state) => placeOf(state, where.place))
  const channel = useWorkspace((state) => state.channels.find((one) => one.id === openId))
  const outside = OUTSIDE.find((one) => one.id === openId)
  const unread = useWorkspace((state) => state.channels.reduce((sum, one) => sum + one.mentions, 0))
  const team = useWorkspace((state) => state.team.name)
  const isDrawer = useStore(panel, (open) => open === 'drawer')
  useKeys(openId)
  useEffect(() => {
    const title = openId === HOME ? 'Home' : (outside?.title ?? channelTitle(directory, openId))
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title} · ${team}`
  }, [directory, openId, outside, unread, team])
  useEffect(closePanel, [where.me, openId])
  useEffect(() => {
    // The address always says where one is, also when it was left to the page to choose; it may have moved on.
    const now = route.get()
    if (now.me === directory.me && now.place === where.place && now.place !== openId)
      go({ ...now, place: openId }, true)
  }, [where, openId, directory.me])
  return (
    <DirectoryContext.Provider value={directory}>
      <button type="button" class="skip-link" onClick={skip}>
        Skip to the messages
      </button>
      <div class={`shell ${where.thread ? 'with-thread' : ''} ${isDrawer ? 'with-drawer' : ''}`}>
        <TopBar />
        <Rail openId={openId} />
        <Sidebar openId={openId} />
        {isDrawer && (
          <button type="button" class="drawer-shade" aria-label="Close the sidebar" onClick={closePanel} />
        )}
        <main id="main" tabIndex={-1}>
          {!outside && <Welcome channel={channel} />}
          {openId === HOME && <HomePane />}
          {outside && <outside.Pane />}
          {channel && <ChannelPane key={`${directory.me}/${channel.id}`} channel={channel} />}
          {channel && where.thread && <ThreadPane key={where.thread} channel={channel} ts={where.thread} />}
        </main>
      </div>
      <RingingCard openId={openId} />
      <Panels channel={channel} />
      <ReaderHost />
      <ModalHost />
      <ConfirmHost />
      <Toasts />
    </DirectoryContext.Provider>
  )
}

function skip(): void {
  document.querySelector<HTMLElement>('main [role=log], main')?.focus()
}

/** The place in the address if this person may see it; otherwise their first channel. */
function placeOf(state: WorkspaceState, place: string | undefined): string {
  if (place === HOME || state.channels.some((channel) => channel.id === place)) return place ?? HOME
  if (OUTSIDE.some(({ id, isThere }) => id === place && isThere(state))) return place ?? HOME
  const mine = state.channels.filter(
    (channel) => channel.isMember && channel.kind !== 'im' && !channel.archived,
  )
  const loudest = mine.find((channel) => /incident/.test(channel.name)) ?? mine[0]
  return loudest?.id ?? HOME
}
