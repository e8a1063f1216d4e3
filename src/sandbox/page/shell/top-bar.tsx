import { openPanel } from '../state/panels.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { ClockBox } from './clock-box.tsx'
import { Connection } from './connection.tsx'
import { PersonSwitcher } from './person-switcher.tsx'

export function TopBar() {
  const team = useWorkspace((state) => state.team.name)
  const unread = useWorkspace((state) => state.channels.some((channel) => channel.mentions > 0))
  return (
    <header class="top-bar">
      <button
        type="button"
        class="icon-button on-dark only-phone menu-button"
        aria-label={unread ? 'Open the sidebar, there is something unread' : 'Open the sidebar'}
        onClick={() => openPanel('drawer')}
      >
        <Icon name="menu" size={22} />
        {unread && <span class="dot" />}
      </button>
      <button
        type="button"
        class="jump-box"
        aria-label="Go to a channel or person"
        onClick={() => openPanel('jump')}
      >
        <Icon name="search" size={16} />
        <span>Go to… in {team}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div class="top-right">
        <Connection />
        <ClockBox />
        <PersonSwitcher />
      </div>
    </header>
  )
}
