import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { Mrkdwn } from '../blocks/rich.tsx'
import { changeChannel, leaveChannel } from '../state/acts.ts'
import { closePanel } from '../state/panels.ts'
import { workspace } from '../state/workspace.ts'
import { decodeForEditing } from '../text/editing.ts'
import { confirmed } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'

/** A channel's name, topic and purpose, and what its members may do to it. */
export function AboutChannel({ channel }: { channel: Channel }) {
  const mayChange = channel.kind !== 'im' && channel.isMember && !channel.archived
  const id = channel.id
  return (
    <>
      {mayChange && (
        <Line label="Name" value={channel.name} onSave={(rename) => changeChannel({ channel: id, rename })}>
          #{channel.name}
        </Line>
      )}
      {mayChange ? (
        <Line
          label="Topic"
          value={plain(channel.topic)}
          onSave={(topic) => changeChannel({ channel: id, topic })}
        >
          <Words text={channel.topic} none="No topic is set." />
        </Line>
      ) : (
        <>
          <h3>Topic</h3>
          <Words text={channel.topic} none="No topic is set." />
        </>
      )}
      <h3>Purpose</h3>
      <Words text={channel.purpose} none="No purpose is set." />
      {channel.kind !== 'im' && channel.isMember && <Acts channel={channel} />}
    </>
  )
}

function plain(text: string): string {
  const state = workspace.get()?.state
  return state ? decodeForEditing(text, state) : text
}

function Words({ text, none }: { text: string; none: string }) {
  return text ? <Mrkdwn text={text} /> : <p class="empty-line">{none}</p>
}

type LineProps = {
  label: string
  value: string
  onSave: (value: string) => Promise<boolean>
  children: ComponentChildren
}

function focusOn(field: HTMLInputElement | null): void {
  field?.focus()
}

/** A value that becomes a field when it is changed. */
function Line({ label, value, onSave, children }: LineProps) {
  const [draft, setDraft] = useState<string>()
  const save = async () => {
    if (draft !== undefined && (draft === value || (await onSave(draft.trim())))) setDraft(undefined)
  }
  return (
    <>
      <h3 class="details-line">
        {label}
        {draft === undefined && (
          <button
            type="button"
            class="icon-button"
            aria-label={`Change the ${label.toLowerCase()}`}
            title={`Change the ${label.toLowerCase()}`}
            onClick={() => setDraft(value)}
          >
            <Icon name="pencil" size={15} />
          </button>
        )}
      </h3>
      {draft === undefined ? (
        children
      ) : (
        <form
          class="details-edit"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <input
            class="field"
            aria-label={label}
            value={draft}
            ref={focusOn}
            onInput={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.preventDefault()
              event.stopPropagation()
              setDraft(undefined)
            }}
          />
          <button type="submit" class="button primary">
            Save
          </button>
        </form>
      )}
    </>
  )
}

const ARCHIVE = {
  title: { text: 'Archive channel' },
  text: { type: 'plain_text', text: 'Nobody can write in it any more until it is brought back.' },
  confirm: { text: 'Archive' },
  style: 'danger',
}

function Acts({ channel }: { channel: Channel }) {
  const archive = async () => {
    if (!channel.archived && !(await confirmed(ARCHIVE))) return
    closePanel()
    await changeChannel({ channel: channel.id, archive: !channel.archived })
  }
  return (
    <div class="details-acts">
      <button type="button" class="button" onClick={() => void archive()}>
        {channel.archived ? 'Bring the channel back' : 'Archive channel…'}
      </button>
      {!channel.archived && (
        <button
          type="button"
          class="button danger"
          onClick={() => {
            closePanel()
            void leaveChannel(channel.id)
          }}
        >
          Leave channel
        </button>
      )}
    </div>
  )
}
