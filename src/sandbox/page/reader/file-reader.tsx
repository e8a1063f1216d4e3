import { useState } from 'preact/hooks'
import type { FileShared } from '../../protocol.ts'
import { bytesOf } from '../blocks/picture.tsx'
import { copyLink, deleteFile } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { openOver } from '../state/route.ts'
import { server } from '../state/server.ts'
import { clockTime, shortDay } from '../text/dates.ts'
import { sizeText } from '../text/sizes.ts'
import { confirmed } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { DRAWN, FileBody } from './file-body.tsx'
import { useLoaded } from './use-loaded.ts'

const close = () => openOver(undefined)

/** A file, open over everything else. */
export function FileReader({ id }: { id: string }) {
  const { me } = useDirectory()
  const { value: file, error } = useLoaded(() => server.file(me, id), [id, me])
  const [isRaw, setRaw] = useState(false)
  const src = bytesOf(id, me)
  if (!file) {
    return (
      <Dialog title="File" class="reader" dismissable onClose={close}>
        <p class="empty-pane">{error ?? 'Opening…'}</p>
      </Dialog>
    )
  }
  const remove = async () => {
    if ((await confirmed(deletionOf(file))) && (await deleteFile(id))) close()
  }
  return (
    <Dialog
      title={file.title}
      class="reader"
      dismissable
      onClose={close}
      actions={
        <>
          {DRAWN.has(file.filetype) && (
            <button
              type="button"
              class="button small"
              aria-pressed={isRaw}
              title={isRaw ? 'Show it drawn' : 'Show the text as it is'}
              onClick={() => setRaw(!isRaw)}
            >
              {isRaw ? 'Drawn' : 'Raw'}
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label="Copy link"
            title="Copy link"
            onClick={() => copyLink(file.permalink)}
          >
            <Icon name="link" />
          </button>
          <a
            class="icon-button"
            href={`${src}&download=1`}
            download={file.name}
            aria-label="Download"
            title="Download"
          >
            <Icon name="download" />
          </a>
          {file.user === me && (
            <button
              type="button"
              class="icon-button"
              aria-label="Delete file"
              title="Delete file"
              onClick={() => void remove()}
            >
              <Icon name="trash" />
            </button>
          )}
        </>
      }
    >
      <About file={file} />
      <FileBody file={file} src={src} isRaw={isRaw} />
    </Dialog>
  )
}

export function deletionOf(file: FileShared) {
  return {
    title: { text: 'Delete file' },
    text: {
      type: 'plain_text',
      text: `Delete ${file.name} everywhere, for everybody? This cannot be undone.`,
    },
    confirm: { text: 'Delete' },
    style: 'danger',
  }
}

function About({ file }: { file: FileShared }) {
  const { people, timeZone, hour12 } = useDirectory()
  const ms = file.created * 1_000
  const who = people.get(file.user)?.realName ?? file.user
  const when = `${shortDay(ms, timeZone)}, ${clockTime(ms, { timeZone, hour12, nowMs: 0 })}`
  return (
    <p class="reader-about">
      {file.name !== file.title && <span>{file.name} · </span>}
      {sizeText(file.size)} · {who}, {when}
    </p>
  )
}
