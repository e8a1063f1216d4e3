import { useState } from 'preact/hooks'
import type { FileShared } from '../../protocol.ts'
import { sizeText } from '../text/sizes.ts'
import { Icon } from '../ui/icon.tsx'

export function Files({ files }: { files: FileShared[] }) {
  return (
    <div class="files">
      {files.map((file) => (
        <SharedFile key={file.id} file={file} />
      ))}
    </div>
  )
}

function SharedFile({ file }: { file: FileShared }) {
  const [broken, setBroken] = useState(false)
  const title = file.title || file.name
  if (file.mimetype.startsWith('image/') && !broken) {
    return (
      <figure class="file-image">
        <figcaption>{title}</figcaption>
        <a href={file.url} target="_blank" rel="noopener noreferrer">
          <img src={file.url} alt={title} loading="lazy" onError={() => setBroken(true)} />
        </a>
      </figure>
    )
  }
  return (
    <a class="file" href={file.url} target="_blank" rel="noopener noreferrer" download={file.name}>
      <span class="file-icon">
        <Icon name="file" size={22} />
      </span>
      <span class="file-text">
        <b>{title}</b>
        <small>
          {file.name !== title ? `${file.name} · ` : ''}
          {sizeText(file.size)}
        </small>
      </span>
      <Icon name="download" />
    </a>
  )
}
