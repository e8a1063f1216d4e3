import { useRef, useState } from 'preact/hooks'
import { ProfileCard } from '../shell/profile-card.tsx'
import { useDirectory } from '../state/directory.ts'
import { goTo } from '../state/route.ts'

type Props = { id: string; label?: string }

export function UserMention({ id, label }: Props) {
  const { people, me } = useDirectory()
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const person = people.get(id)
  const name = person?.realName || label || id
  return (
    <>
      <button
        ref={ref}
        type="button"
        class={`mention ${id === me ? 'mention-me' : ''}`}
        onClick={() => setOpen(!open)}
      >
        @{name}
      </button>
      {open && person && <ProfileCard person={person} anchor={ref} onClose={() => setOpen(false)} />}
    </>
  )
}

export function ChannelMention({ id, label }: Props) {
  const { channels } = useDirectory()
  const name = channels.get(id)?.name || label
  if (!channels.has(id)) return <span class="mention">#{name ?? 'private-channel'}</span>
  return (
    <button type="button" class="mention" onClick={() => goTo(id)}>
      #{name}
    </button>
  )
}

export function GroupMention({ id, label }: Props) {
  const { groups, me } = useDirectory()
  const group = groups.get(id)
  const handle = group?.handle ?? label?.replace(/^@/, '') ?? id
  const isMine = group?.users.includes(me) ?? false
  return (
    <span class={`mention ${isMine ? 'mention-me' : ''}`} title={group?.name}>
      @{handle}
    </span>
  )
}
