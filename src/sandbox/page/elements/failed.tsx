import { Icon } from '../ui/icon.tsx'

/** What went wrong with an act, beside where it was done. */
export function Failed({ error }: { error: string | undefined }) {
  if (!error) return null
  return (
    <span class="failed" role="alert">
      <Icon name="warning" size={14} /> {error}
    </span>
  )
}
