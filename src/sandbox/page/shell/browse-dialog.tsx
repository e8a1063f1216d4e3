import { joinChannel, leaveChannel } from '../state/acts.ts'
import { closePanel } from '../state/panels.ts'
import { goTo } from '../state/route.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'

/** All public channels, to look into, join or leave. */
export function BrowseDialog() {
  const channels = useWorkspace((state) => state.channels).filter((channel) => channel.kind === 'public')
  return (
    <Dialog title="Browse channels" dismissable onClose={closePanel}>
      <ul class="browse">
        {channels.map((channel) => (
          <li key={channel.id}>
            <button
              type="button"
              class="browse-name"
              onClick={() => {
                closePanel()
                goTo(channel.id)
              }}
            >
              <b>
                <Icon name={channel.archived ? 'archive' : 'hash'} size={16} />
                {channel.name}
              </b>
              <small>
                {channel.isMember && <span class="joined">Joined · </span>}
                {channel.members.length} {channel.members.length === 1 ? 'member' : 'members'}
                {channel.purpose && ` · ${channel.purpose}`}
                {channel.archived && ' · archived'}
              </small>
            </button>
            {!channel.archived &&
              (channel.isMember ? (
                <button
                  type="button"
                  class="button small"
                  aria-label={`Leave #${channel.name}`}
                  onClick={() => leaveChannel(channel.id)}
                >
                  Leave
                </button>
              ) : (
                <button
                  type="button"
                  class="button small primary"
                  aria-label={`Join #${channel.name}`}
                  onClick={() => {
                    closePanel()
                    void joinChannel(channel.id)
                  }}
                >
                  Join
                </button>
              ))}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
