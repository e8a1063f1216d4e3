import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { channelTitle, partnerOf, useDirectory } from '../state/directory.ts'
import { openPanel } from '../state/panels.ts'
import { goTo } from '../state/route.ts'
import { useStore } from '../state/store.ts'
import { theme, toggleTheme } from '../state/theme.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Outside, outsideOf } from './outside.ts'
import { HOME } from './shell.tsx'
import { SidebarRow } from './sidebar-row.tsx'

export function Sidebar({ openId }: { openId: string }) {
  const directory = useDirectory()
  const team = useWorkspace((state) => state.team.name)
  const app = useWorkspace((state) => state.app)
  const channels = useWorkspace((state) => state.channels)
  const outside = useWorkspace(outsideOf)
  const mine = channels.filter((channel) => channel.isMember && !channel.archived)
  const rooms = mine.filter((channel) => channel.kind !== 'im')
  const dms = mine.filter((channel) => channel.kind === 'im')
  const preview = channels.find((channel) => channel.id === openId && !mine.includes(channel))
  const row = (channel: Channel) => (
    <SidebarRow
      key={channel.id}
      active={channel.id === openId}
      label={channelTitle(directory, channel.id)}
      unread={channel.unread}
      mentions={channel.kind === 'im' ? channel.unread : channel.mentions}
      before={
        channel.kind === 'im' ? (
          <Avatar person={directory.people.get(partnerOf(directory, channel.id))} size={20} />
        ) : (
          <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} size={16} />
        )
      }
      onPress={() => goTo(channel.id)}
    />
  )
  return (
    <nav class="sidebar" aria-label="Channels and direct messages">
      <div class="sidebar-head">
        <h2>{team}</h2>
        <ThemeButton />
      </div>
      <div class="sidebar-scroll">
        <SidebarSection title="Channels">
          {rooms.map(row)}
          {preview && row(preview)}
          <SidebarRow
            before={<Icon name="plus" size={16} />}
            label="Browse channels"
            onPress={() => openPanel('browse')}
            quiet
          />
        </SidebarSection>
        <SidebarSection title="Direct messages">
          {dms.map(row)}
          <SidebarRow
            before={<Icon name="plus" size={16} />}
            label="New message"
            onPress={() => openPanel('jump')}
            quiet
          />
        </SidebarSection>
        <SidebarSection title="Apps">
          <SidebarRow
            active={openId === HOME}
            label={app.name}
            before={<Avatar person={directory.people.get(app.userId)} size={20} />}
            onPress={() => goTo(HOME)}
          />
        </SidebarSection>
        {outside.length > 0 && (
          <SidebarSection title="Outside world">
            {outside.map((place) => (
              <OutsideRow key={place.id} place={place} active={openId === place.id} />
            ))}
          </SidebarSection>
        )}
      </div>
    </nav>
  )
}

function OutsideRow({ place, active }: { place: Outside; active: boolean }) {
  const { id, title, icon } = place
  const waiting = useWorkspace((state) => place.waiting?.(state) ?? 0)
  return (
    <SidebarRow
      active={active}
      label={title}
      mentions={waiting}
      unread={waiting}
      before={<Icon name={icon} size={17} />}
      onPress={() => goTo(id)}
    />
  )
}

function SidebarSection({ title, children }: { title: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(true)
  return (
    <section class="sidebar-section">
      <h3>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
          {title}
        </button>
      </h3>
      {open && <ul aria-label={title}>{children}</ul>}
    </section>
  )
}

/** On a phone there is no rail to hold it. */
function ThemeButton() {
  const isDark = useStore(theme, (value) => value === 'dark')
  return (
    <button
      type="button"
      class="icon-button on-dark only-phone"
      aria-label={isDark ? 'Use light colours' : 'Use dark colours'}
      onClick={toggleTheme}
    >
      <Icon name={isDark ? 'sun' : 'moon'} size={20} />
    </button>
  )
}
