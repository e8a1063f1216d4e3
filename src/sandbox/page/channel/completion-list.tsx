import { useLayoutEffect, useRef } from 'preact/hooks'
import { useDirectory } from '../state/directory.ts'
import { useWorkspace } from '../state/workspace.ts'
import type { Completion, CompletionItem } from '../text/completion.ts'
import { Avatar } from '../ui/avatar.tsx'

const TITLES: Record<Completion['kind'], string> = {
  command: 'Commands',
  subcommand: 'What it can do',
  mention: 'People and groups',
  channel: 'Channels',
  emoji: 'Emoji',
}

type Props = { completion: Completion; at: number; onPick: (item: CompletionItem) => void }

/** Over the composer: what the word at the caret could become. */
export function CompletionList({ completion, at, onPick }: Props) {
  const { people } = useDirectory()
  const app = useWorkspace((state) => state.app)
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(
    () => ref.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
    [at],
  )
  const isCommand = completion.kind === 'command' || completion.kind === 'subcommand'
  return (
    <div class="completions">
      <div class="completions-head">
        <span>{TITLES[completion.kind]}</span>
        <span class="keys-hint">
          <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Tab</kbd> insert
        </span>
      </div>
      <div
        id="completions"
        role="listbox"
        aria-label={TITLES[completion.kind]}
        ref={ref}
        tabIndex={-1}
        class="choices"
      >
        {completion.items.map((item, index) => (
          <button
            key={item.key}
            id={`completion-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            class={`choice ${isCommand ? 'choice-command' : ''}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(item)}
          >
            {isCommand && <Avatar person={people.get(app.userId)} size={24} />}
            {item.personId && <Avatar person={people.get(item.personId)} size={24} />}
            {item.glyph && <span class="choice-glyph">{item.glyph}</span>}
            <span class="choice-text">
              <b>{item.label}</b>
              {item.detail && <small>{item.detail}</small>}
            </span>
          </button>
        ))}
      </div>
    </div>
  )
}
