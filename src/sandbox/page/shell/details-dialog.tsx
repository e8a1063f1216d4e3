import { useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { openDm } from '../state/acts.ts'
import { channelTitle, useDirectory } from '../state/directory.ts'
import { closePanel } from '../state/panels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AboutChannel } from './about-channel.tsx'
import { Pins } from './pins.tsx'

const TABS = ['About', 'Members', 'Pins'] as const

/** A channel's topic, members and pins. */
export function DetailsDialog({ channel }: { channel: Channel }) {
  const directory = useDirectory()
  const [tab, setTab] = useState<(typeof TABS)[number]>(channel.pins.length > 0 ? 'Pins' : 'About')
  const title = channelTitle(directory, channel.id)
  const counts = { About: '', Members: ` ${channel.members.length}`, Pins: ` ${channel.pins.length}` }
  return (
    <Dialog title={channel.kind === 'im' ? title : `#${title}`} dismissable onClose={closePanel}>
      <div class="tabs" role="tablist" aria-label="Details">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => setTab(name)}
          >
            {name}
            {counts[name]}
          </button>
        ))}
      </div>
      <div class="details" role="tabpanel" aria-label={tab}>
        {tab === 'About' && <AboutChannel channel={channel} />}
        {tab === 'Members' && <Members channel={channel} />}
        {tab === 'Pins' && <Pins channel={channel} />}
      </div>
    </Dialog>
  )
}

function Members({ channel }: { channel: Channel }) {
  const { people, me } = useDirectory()
  return (
    <ul class="members">
      {channel.members.map((id) => {
        const person = people.get(id)
        return (
          <li key={id}>
            <button
              type="button"
              class="choice"
              disabled={id === me}
              onClick={() => {
                closePanel()
                void openDm(id)
              }}
            >
              <Avatar person={person} size={34} />
              <span class="choice-text">
                <b>
                  {person?.realName ?? id}
                  {id === me && ' (you)'} {person?.isBot && <span class="badge">APP</span>}
                </b>
                <small>{person?.title}</small>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
