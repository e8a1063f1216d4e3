import { useEffect, useRef, useState } from 'preact/hooks'
import type { Person } from '../../protocol.ts'
import { becomePerson } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { closePanel, panel, togglePanel } from '../state/panels.ts'
import { server } from '../state/server.ts'
import { useStore } from '../state/store.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { nextIndex } from '../ui/menu.tsx'
import { Popup } from '../ui/popup.tsx'
import { playable } from './keys.ts'

type Unread = { unread: number; mentions: number }

/** Who you are now, and who else you can be. */
export function PersonSwitcher() {
  const { me, people } = useDirectory()
  const all = useWorkspace((state) => state.people)
  const open = useStore(panel, (value) => value === 'people')
  const ref = useRef<HTMLButtonElement>(null)
  const person = people.get(me)
  return (
    <>
      <button
        ref={ref}
        type="button"
        class="person-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={`You are ${person?.realName}, ${person?.title}. Be someone else`}
        onClick={() => togglePanel('people')}
      >
        <Avatar person={person} size={28} />
        <span class="person-text">
          <b>{person?.realName}</b>
          <small>{person?.title}</small>
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      {open && (
        <Popup anchor={ref} onClose={closePanel} align="end" class="people-popup">
          <p class="popup-title">
            Be someone else <kbd>Ctrl .</kbd>
          </p>
          <PeopleList people={playable({ people: all })} />
        </Popup>
      )}
    </>
  )
}

function PeopleList({ people }: { people: Person[] }) {
  const { me } = useDirectory()
  const unread = useUnread(people)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(), [])
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="People"
      class="choices"
      tabIndex={-1}
      onKeyDown={(event) => {
        const options = [...(list.current?.querySelectorAll<HTMLElement>('[role=option]') ?? [])]
        const to = nextIndex(
          event.key,
          options.indexOf(document.activeElement as HTMLElement),
          options.length,
        )
        if (to === undefined) return
        event.preventDefault()
        options[to]?.focus()
      }}
    >
      {people.map((person, index) => (
        <button
          key={person.id}
          type="button"
          role="option"
          aria-selected={person.id === me}
          aria-label={`${person.realName}, ${person.title}`}
          class="choice"
          onClick={() => {
            closePanel()
            becomePerson(person.id)
          }}
        >
          <Avatar person={person} size={34} />
          <span class="choice-text">
            <b>{person.realName}</b>
            <small>{person.title}</small>
          </span>
          <Badge unread={unread[person.id]} />
          {person.id === me ? <Icon name="check" size={17} /> : index < 9 && <kbd>Alt {index + 1}</kbd>}
        </button>
      ))}
    </div>
  )
}

function Badge({ unread }: { unread: Unread | undefined }) {
  if (!unread || unread.unread === 0) return null
  if (unread.mentions > 0) return <span class="count">{unread.mentions}</span>
  return <span class="unread-note">{unread.unread} new</span>
}

/** Counted once each time the list is opened, one person after the other. */
function useUnread(people: Person[]): Record<string, Unread> {
  const [counts, setCounts] = useState<Record<string, Unread>>({})
  useEffect(() => {
    let gone = false
    const count = async () => {
      for (const { id } of people) {
        const state = await server.state(id).catch(() => undefined)
        if (gone || !state) return
        const mine = state.channels.filter((channel) => channel.isMember)
        const sum = (of: 'unread' | 'mentions') => mine.reduce((total, channel) => total + channel[of], 0)
        setCounts((before) => ({ ...before, [id]: { unread: sum('unread'), mentions: sum('mentions') } }))
      }
    }
    void count()
    return () => {
      gone = true
    }
  }, [])
  return counts
}
