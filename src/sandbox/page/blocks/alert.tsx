import type { Json } from '../../protocol.ts'
import { str } from '../json.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { TextObject } from './text-object.tsx'

const ICONS: Record<string, IconName> = { warning: 'warning', error: 'warning', success: 'check' }

export function AlertBlock({ block }: { block: Json }) {
  const level = str(block.level) || 'default'
  return (
    <div class={`block-alert level-${level}`} role={level === 'error' ? 'alert' : 'note'}>
      <Icon name={ICONS[level] ?? 'info'} />
      <TextObject object={block.text} />
    </div>
  )
}
