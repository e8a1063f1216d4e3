import type { ComponentChildren } from 'preact'

type Props = {
  before: ComponentChildren
  label: string
  active?: boolean
  unread?: number
  mentions?: number
  quiet?: boolean
  onPress: () => void
}

export function SidebarRow({ before, label, active, unread = 0, mentions = 0, quiet, onPress }: Props) {
  const flags = [active && 'active', unread > 0 && 'unread', quiet && 'quiet']
  return (
    <li>
      <button
        type="button"
        class={`sidebar-row ${flags.filter(Boolean).join(' ')}`}
        {...(active ? { 'aria-current': 'page' as const } : {})}
        onClick={onPress}
      >
        <span class="sidebar-mark">{before}</span>
        <span class="sidebar-label" dir="auto">
          {label}
        </span>
        {mentions > 0 && <span class="count">{mentions}</span>}
        {unread > 0 && <span class="visually-hidden">, {unread} unread</span>}
      </button>
    </li>
  )
}
