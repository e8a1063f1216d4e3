import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { COMPOSER_MAX_CHARS } from '../limits.ts'
import { draftKey, drafts, setDraft } from '../state/drafts.ts'
import { send } from '../state/outbox.ts'
import { openPanel } from '../state/panels.ts'
import { stage, staged, takeStaged } from '../state/staged.ts'
import { useStore } from '../state/store.ts'
import { toast } from '../state/toasts.ts'
import { dismissWelcome } from '../state/welcome.ts'
import { meId, workspace } from '../state/workspace.ts'
import { type Completion, type CompletionItem, completeAt } from '../text/completion.ts'
import { emojiFor } from '../text/emoji.ts'
import { CompletionList } from './completion-list.tsx'
import { ComposerBar } from './composer-bar.tsx'
import { Sending } from './sending.tsx'
import { StagedFiles } from './staged-files.tsx'

type Props = { channel: string; thread?: string; label: string; onEditLast: () => void }

const NO_FILES: File[] = []

/** Where people type: completion while typing, Enter sends, Shift+Enter breaks the line. */
export function Composer({ channel, thread, label, onEditLast }: Props) {
  const key = draftKey(meId(), channel, thread)
  const text = useStore(drafts, (all) => all[key] ?? '')
  const files = useStore(staged, (all) => all[key]) ?? NO_FILES
  const ref = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [completion, setCompletion] = useState<Completion>()
  const [at, setAt] = useState(0)
  useLayoutEffect(() => growTo(ref.current), [text])
  useLayoutEffect(() => {
    setCompletion(undefined)
    if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) ref.current?.focus()
  }, [key])

  const look = (value: string, caret: number) => {
    const state = workspace.get()?.state
    const sources = state && {
      // Slack runs no commands in threads.
      commands: thread ? [] : state.app.commands,
      people: state.people,
      groups: state.groups,
      channels: state.channels.filter((one) => one.kind !== 'im'),
    }
    setCompletion(sources && completeAt(value, caret, sources))
    setAt(0)
  }
  const change = (value: string, caret = value.length) => {
    setDraft(key, value)
    look(value, caret)
  }
  const insert = (piece: string) => {
    const caret = ref.current?.selectionStart ?? text.length
    change(text.slice(0, caret) + piece + text.slice(caret), caret + piece.length)
    focusAt(ref.current, caret + piece.length)
  }
  const complete = (item: CompletionItem) => {
    if (!completion) return
    const next = text.slice(0, completion.from) + item.insert + text.slice(completion.to)
    const caret = completion.from + item.insert.length
    change(next, caret)
    focusAt(ref.current, caret)
  }
  const submit = () => {
    const said = text.trim()
    if ((said === '' && files.length === 0) || said.length > COMPOSER_MAX_CHARS) return
    if (said.startsWith('/') && files.length > 0) {
      toast('A slash command takes no files. Remove them, or send them first.', 'bad')
      return
    }
    setDraft(key, '')
    setCompletion(undefined)
    dismissWelcome()
    void send(channel, said, takeStaged(key), thread)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'u') {
      event.preventDefault()
      chooser.current?.click()
      return
    }
    const act = keyAct(event, text, completion)
    if (!act) return
    event.preventDefault()
    if (act === 'submit') submit()
    else if (act === 'edit-last') onEditLast()
    else if (act === 'dismiss') {
      event.stopPropagation()
      setCompletion(undefined)
    } else if (completion && act === 'complete') {
      const item = completion.items[at]
      if (item) complete(item)
    } else if (completion && typeof act === 'number')
      setAt((at + act + completion.items.length) % completion.items.length)
  }
  return (
    <div class="composer-box">
      <Sending channel={channel} {...(thread ? { thread } : {})} />
      <div class="composer">
        {completion && <CompletionList completion={completion} at={at} onPick={complete} />}
        <textarea
          ref={ref}
          dir="auto"
          rows={1}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={completion ? 'completions' : undefined}
          aria-activedescendant={completion ? `completion-${at}` : undefined}
          value={text}
          onInput={(event) => change(event.currentTarget.value, event.currentTarget.selectionStart)}
          onClick={(event) => look(text, event.currentTarget.selectionStart)}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])]
            // A copied table brings a picture of itself along: its words are what is wanted.
            if (pasted.length === 0 || event.clipboardData?.types.includes('text/plain')) return
            event.preventDefault()
            stage(key, pasted)
          }}
          onBlur={() => setCompletion(undefined)}
          onKeyDown={onKeyDown}
        />
        <StagedFiles place={key} files={files} />
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => {
            stage(key, event.currentTarget.files ?? [])
            event.currentTarget.value = ''
            ref.current?.focus()
          }}
        />
        <ComposerBar
          isThread={thread !== undefined}
          canSend={(text.trim() !== '' || files.length > 0) && text.length <= COMPOSER_MAX_CHARS}
          over={Math.max(0, text.length - COMPOSER_MAX_CHARS)}
          onSend={submit}
          onEmoji={(name) => insert(emojiFor(name) ?? `:${name}:`)}
          onMention={() => insert(text === '' || /\s$/.test(text) ? '@' : ' @')}
          onCommand={() => change('/')}
          onAttach={() => chooser.current?.click()}
          onShortcuts={() => openPanel('shortcuts')}
          focus={() => ref.current?.focus()}
        />
      </div>
    </div>
  )
}

function keyAct(event: KeyboardEvent, text: string, completion: Completion | undefined) {
  if (completion) {
    if (event.key === 'ArrowDown') return 1
    if (event.key === 'ArrowUp') return -1
    if (event.key === 'Escape') return 'dismiss'
    if (event.key === 'Tab') return 'complete'
    if (event.key === 'Enter' && !event.shiftKey && completesOnEnter(text, completion)) return 'complete'
  }
  if (event.key === 'Enter' && !event.shiftKey) return 'submit'
  if (event.key === 'ArrowUp' && text === '') return 'edit-last'
  return undefined
}

/** A command that stands there in full is sent by Enter; anything else Enter completes first. */
function completesOnEnter(text: string, completion: Completion): boolean {
  const typed = text.slice(completion.from, completion.to)
  if (completion.kind === 'subcommand')
    return typed !== '' && !completion.items.some((item) => isTyped(item, typed))
  if (completion.kind === 'command') return !completion.items.some((item) => isTyped(item, typed))
  return true
}

function isTyped(item: CompletionItem, typed: string): boolean {
  return item.insert.trim() === typed.trim()
}

function growTo(area: HTMLTextAreaElement | null): void {
  if (!area) return
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight}px`
}

function focusAt(area: HTMLTextAreaElement | null, caret: number): void {
  queueMicrotask(() => {
    area?.focus()
    area?.setSelectionRange(caret, caret)
  })
}
