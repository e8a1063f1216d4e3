import { draftKey, setDraft } from '../state/drafts.ts'
import { discard, type Outgoing, outbox, retry } from '../state/outbox.ts'
import { stage } from '../state/staged.ts'
import { useStore } from '../state/store.ts'
import { meId, useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'

/** What is on its way from this composer, and what went wrong with it. */
export function Sending({ channel, thread }: { channel: string; thread?: string }) {
  const all = useStore(outbox, (value) => value)
  const mine = all.filter((one) => one.as === meId() && one.channel === channel && one.threadTs === thread)
  if (mine.length === 0) return null
  return (
    <div class="sending">
      {mine.map((one) =>
        one.error ? <FailedOne key={one.id} one={one} /> : <OnItsWay key={one.id} one={one} />,
      )}
    </div>
  )
}

function OnItsWay({ one }: { one: Outgoing }) {
  const app = useWorkspace((state) => state.app.name)
  if (!one.isCommand) return null
  return (
    <div class="sending-line" role="status">
      <span class="spinner" aria-hidden="true" /> {app} is working on{' '}
      <code>{one.text.split(/\s/, 2).join(' ')}</code>
    </div>
  )
}

function FailedOne({ one }: { one: Outgoing }) {
  const edit = () => {
    const key = draftKey(one.as, one.channel, one.threadTs)
    setDraft(key, one.text)
    stage(key, one.files)
    discard(one.id)
  }
  return (
    <div class="sending-line failed-line" role="alert">
      <Icon name="warning" size={16} />
      <span class="failed-text">
        <code>{shortly(one)}</code> failed: {one.error}
      </span>
      <button type="button" class="link-button" onClick={() => retry(one)}>
        Try again
      </button>
      <button type="button" class="link-button" onClick={edit}>
        Edit
      </button>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => discard(one.id)}>
        <Icon name="close" size={15} />
      </button>
    </div>
  )
}

function shortly({ text, files }: Outgoing): string {
  const said = text || files.map((file) => file.name).join(', ')
  return said.length > 60 ? `${said.slice(0, 60)}…` : said
}
