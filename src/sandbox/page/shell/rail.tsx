import { useDirectory } from '../state/directory.ts'
import { openPanel } from '../state/panels.ts'
import { goTo } from '../state/route.ts'
import { useStore } from '../state/store.ts'
import { theme, toggleTheme } from '../state/theme.ts'
import { useWorkspace } from '../state/workspace.ts'
import { initialsOf } from '../text/initials.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { HOME } from './shell.tsx'

/** The narrow strip at the left edge. */
export function Rail({ openId }: { openId: string }) {
  const { me, people } = useDirectory()
  const team = useWorkspace((state) => state.team.name)
  const app = useWorkspace((state) => state.app.name)
  const first = useWorkspace((state) => state.channels.find((one) => one.isMember && one.kind !== 'im')?.id)
  const dm = useWorkspace((state) => state.channels.find((one) => one.kind === 'im')?.id)
  const openKind = useWorkspace((state) => state.channels.find((one) => one.id === openId)?.kind)
  const isDark = useStore(theme, (value) => value === 'dark')
  return (
    <nav class="rail" aria-label="Workspace">
      <span class="team-tile" title={team}>
        {initialsOf(team)}
      </span>
      <RailButton
        icon="hash"
        label="Channels"
        active={openKind === 'public' || openKind === 'private'}
        onPress={() => first && goTo(first)}
      />
      <RailButton
        icon="thread"
        label="DMs"
        active={openKind === 'im'}
        onPress={() => (dm ? goTo(dm) : openPanel('jump'))}
      />
      <RailButton icon="bell" label={app} active={openId === HOME} onPress={() => goTo(HOME)} />
      <RailButton icon="bolt" label="Shortcuts" onPress={() => openPanel('shortcuts')} />
      <span class="rail-gap" />
      <button
        type="button"
        class="icon-button on-dark"
        aria-label={isDark ? 'Switch to light colours' : 'Switch to dark colours'}
        title={isDark ? 'Light colours' : 'Dark colours'}
        onClick={toggleTheme}
      >
        <Icon name={isDark ? 'sun' : 'moon'} size={20} />
      </button>
      <button
        type="button"
        class="icon-button on-dark"
        aria-label="Keyboard keys"
        title="Keys"
        onClick={() => openPanel('keys')}
      >
        <Icon name="keyboard" size={20} />
      </button>
      <button
        type="button"
        class="rail-me"
        aria-label="Be someone else"
        title="Be someone else"
        onClick={() => openPanel('people')}
      >
        <Avatar person={people.get(me)} size={34} />
        <span class="presence" />
      </button>
    </nav>
  )
}

type ButtonProps = { icon: IconName; label: string; active?: boolean; onPress: () => void }

function RailButton({ icon, label, active, onPress }: ButtonProps) {
  return (
    <button type="button" class={`rail-button ${active ? 'active' : ''}`} onClick={onPress}>
      <span class="rail-icon">
        <Icon name={icon} size={20} />
      </span>
      {label}
    </button>
  )
}
