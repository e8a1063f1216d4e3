import { useEffect, useState } from 'preact/hooks'
import { unstage } from '../state/staged.ts'
import { sizeText } from '../text/sizes.ts'
import { Icon } from '../ui/icon.tsx'

/** What will be sent with the message, each with a way to take it out again. */
export function StagedFiles({ place, files }: { place: string; files: File[] }) {
  if (files.length === 0) return null
  return (
    <ul class="staged" aria-label="Files to send">
      {files.map((file, index) => (
        <li key={`${index} ${file.name}`} class="staged-file">
          <Thumbnail file={file} />
          <span class="file-text">
            <b>{file.name}</b>
            <small>{sizeText(file.size)}</small>
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${file.name}`}
            title="Remove"
            onClick={() => unstage(place, file)}
          >
            <Icon name="close" size={15} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Thumbnail({ file }: { file: File }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url ? (
    <img class="staged-picture" src={url} alt="" />
  ) : (
    <span class="file-icon">
      <Icon name="file" size={20} />
    </span>
  )
}
