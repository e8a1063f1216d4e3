import type { Person } from '../../protocol.ts'
import { initialsOf, inkOn } from '../text/initials.ts'
import { Icon } from './icon.tsx'

type Props = { person: Person | undefined; size?: number }

/** Initials on the person's own colour; an app gets a bell. Named by what stands beside it. */
export function Avatar({ person, size = 36 }: Props) {
  const color = person?.color || '#616061'
  const background = color.startsWith('#') ? color : `#${color}`
  const style = {
    width: `${size}px`,
    height: `${size}px`,
    fontSize: `${Math.round(size * 0.4)}px`,
    background,
    color: inkOn(background),
  }
  return (
    <span class={person?.isBot ? 'avatar avatar-app' : 'avatar'} style={style} aria-hidden="true">
      {person?.isBot ? (
        <Icon name="bell" size={Math.round(size * 0.62)} />
      ) : (
        initialsOf(person?.realName || '')
      )}
    </span>
  )
}
