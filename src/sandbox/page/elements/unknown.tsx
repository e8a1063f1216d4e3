import { Icon } from '../ui/icon.tsx'

/** What this workspace cannot draw is said, not hidden. */
export function Unknown({ what }: { what: string }) {
  return (
    <div class="unknown-block" role="note">
      <Icon name="warning" size={15} /> This workspace does not draw{' '}
      <code>{what || 'a block without a type'}</code>.
    </div>
  )
}
