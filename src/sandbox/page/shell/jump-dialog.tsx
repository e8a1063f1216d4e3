import { useMemo } from 'preact/hooks'
import { openDm } from '../state/acts.ts'
import { channelTitle, partnerOf, useDirectory } from '../state/directory.ts'
import { closePanel } from '../state/panels.ts'
import { goTo } from '../state/route.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Choosable, Switching } from '../ui/switching.tsx'
import { outsideOf } from './outside.ts'

type Target = Choosable & { go: () => void }

/** Every channel and person, a few letters away. */
export function JumpDialog() {
  const directory = useDirectory()
  const channels = useWorkspace((state) => state.channels)
  const places = useWorkspace(outsideOf)
  const targets = useMemo((): Target[] => {
    const rooms = channels.map((channel) => ({
      key: channel.id,
      label: channelTitle(directory, channel.id),
      detail:
        channel.kind === 'im'
          ? (directory.people.get(partnerOf(directory, channel.id))?.title ?? '')
          : channel.topic,
      before:
        channel.kind === 'im' ? (
          <Avatar person={directory.people.get(partnerOf(directory, channel.id))} size={24} />
        ) : (
          <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
        ),
      after: channel.unread > 0 ? <span class="unread-note">{channel.unread} new</span> : undefined,
      go: () => goTo(channel.id),
    }))
    const known = new Set(
      channels.filter((one) => one.kind === 'im').map((one) => partnerOf(directory, one.id)),
    )
    const others = [...directory.people.values()]
      .filter((person) => !known.has(person.id) && !person.deleted && person.id !== directory.me)
      .map((person) => ({
        key: person.id,
        label: person.realName,
        detail: person.title,
        before: <Avatar person={person} size={24} />,
        go: () => void openDm(person.id),
      }))
    const outside = places.map(({ id, title, icon }) => ({
      key: id,
      label: title,
      detail: 'Outside world',
      before: <Icon name={icon} />,
      go: () => goTo(id),
    }))
    return [...rooms, ...outside, ...others]
  }, [channels, directory, places])
  return (
    <Switching
      title="Go to…"
      placeholder="Channel or person"
      items={targets}
      textsOf={(target) => [target.label]}
      empty="No channel or person of that name."
      onClose={closePanel}
      onPick={(target) => {
        closePanel()
        target.go()
      }}
    />
  )
}
