import type { RefObject } from 'preact'
import type { Person } from '../../protocol.ts'
import { becomePerson, openDm } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { goTo } from '../state/route.ts'
import { useNow } from '../state/tick.ts'
import { clockTime } from '../text/dates.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { Popup } from '../ui/popup.tsx'

type Props = { person: Person; anchor: RefObject<HTMLElement | null>; onClose: () => void }

export function ProfileCard({ person, anchor, onClose }: Props) {
  const { me, hour12 } = useDirectory()
  const nowMs = useNow()
  const act = (doing: () => void) => () => {
    onClose()
    doing()
  }
  return (
    <Popup anchor={anchor} onClose={onClose} class="profile">
      <div role="dialog" aria-label={person.realName}>
        <div class="profile-head">
          <Avatar person={person} size={64} />
          <div>
            <b>{person.realName}</b>
            <p>{person.title}</p>
            <small>
              @{person.name}
              {person.deleted && ' · deactivated'}
            </small>
          </div>
        </div>
        {!person.isBot && (
          <p class="profile-time">
            <Icon name="clock" size={15} /> {clockTime(nowMs, { timeZone: person.tz, hour12, nowMs })} local
            time
          </p>
        )}
        <div class="profile-acts">
          {person.id !== me && (
            <button type="button" class="button small" onClick={act(() => void openDm(person.id))}>
              Message
            </button>
          )}
          {person.isBot ? (
            <button type="button" class="button small" onClick={act(() => goTo('home'))}>
              Open home
            </button>
          ) : (
            person.id !== me &&
            !person.deleted && (
              <button type="button" class="button small" onClick={act(() => becomePerson(person.id))}>
                Be {person.realName.split(' ')[0]}
              </button>
            )
          )}
        </div>
      </div>
    </Popup>
  )
}
