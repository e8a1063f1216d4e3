import { useState } from 'preact/hooks'
import type { FileShared } from '../../protocol.ts'
import { bytesOf } from '../blocks/picture.tsx'
import { useDirectory } from '../state/directory.ts'
import { openOver } from '../state/route.ts'
import { sizeText } from '../text/sizes.ts'
import { Icon } from '../ui/icon.tsx'

export function Files({ files }: { files: FileShared[] }) {
  return (
    <div class="files">
      {files.map((file) =>
        file.deleted ? <GoneFile key={file.id} /> : <SharedFile key={file.id} file={file} />,
      )}
    </div>
  )
}

function GoneFile() {
  return (
    <p class="gone">
      <Icon name="trash" size={16} /> This file was deleted.
    </p>
  )
}

/** A picture, the beginning of a text, or a name: each opens the file. */
function SharedFile({ file }: { file: FileShared }) {
  const { me } = useDirectory()
  const [broken, setBroken] = useState(false)
  const src = bytesOf(file.id, me)
  const title = file.title || file.name
  const open = () => openOver({ file: file.id })
  if (file.mimetype.startsWith('image/') && !broken) {
    return (
      <figure class="file-image">
        <figcaption>
          {title} <small>{sizeText(file.size)}</small>
        </figcaption>
        <button type="button" class="file-picture" aria-label={`Open ${title}`} onClick={open}>
          <img
            src={src}
            alt={file.altText ?? title}
            width={file.width}
            height={file.height}
            loading="lazy"
            onError={() => setBroken(true)}
          />
        </button>
      </figure>
    )
  }
  return (
    <div class="file">
      <button type="button" class="file-open" aria-label={`Open ${title}`} onClick={open}>
        <span class={`file-icon kind-${file.filetype}`}>
          <Icon name="file" size={22} />
        </span>
        <span class="file-text">
          <b>{title}</b>
          <small>
            {file.name !== title ? `${file.name} · ` : ''}
            {sizeText(file.size)}
          </small>
        </span>
      </button>
      <a
        class="icon-button"
        href={`${src}&download=1`}
        download={file.name}
        aria-label={`Download ${title}`}
        title="Download"
      >
        <Icon name="download" />
      </a>
      {file.preview && file.preview.text.trim() !== '' && (
        <button type="button" class="file-preview" tabIndex={-1} aria-hidden="true" onClick={open}>
          <pre dir="auto" class={file.preview.truncated ? 'faded' : ''}>
            {file.preview.text}
          </pre>
          {file.preview.truncated && <small>{lineCount(file.preview.lines)}</small>}
        </button>
      )}
    </div>
  )
}

function lineCount(lines: number): string {
  return lines === 1 ? 'Open all of it' : `Open all ${lines.toLocaleString()} lines`
}
