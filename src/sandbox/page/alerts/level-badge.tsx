import type { AlertLevel } from '../../outside-world.ts'

/** A level in a word, so that nobody needs its colour. */
export function LevelBadge({ level }: { level: AlertLevel }) {
  return <span class={`alert-level level-${level}`}>{level}</span>
}
