import { useState } from 'preact/hooks'
import type { FileShared } from '../../protocol.ts'
import { READER_CHARS } from '../limits.ts'
import { CsvTable } from './csv-table.tsx'
import { CutShort, MarkdownDocument } from './document.tsx'
import { useLoaded } from './use-loaded.ts'

/** Kinds that can be read drawn as well as in the raw. */
export const DRAWN = new Set(['markdown', 'csv', 'json'])

type Props = { file: FileShared; src: string; isRaw: boolean }

/** What is in a file, as far as it can be shown. */
export function FileBody({ file, src, isRaw }: Props) {
  if (file.mimetype.startsWith('image/')) return <PictureBody file={file} src={src} />
  if (file.preview) return <TextBody file={file} src={src} isRaw={isRaw} />
  return <p class="empty-pane">There is no preview of this kind of file. Download it to open it.</p>
}

function PictureBody({ file, src }: { file: FileShared; src: string }) {
  const [isLarge, setLarge] = useState(false)
  const title = isLarge ? 'Fit it in' : 'Show it in its own size'
  return (
    <button
      type="button"
      class={`reader-picture ${isLarge ? 'large' : ''}`}
      title={title}
      aria-label={`${file.altText ?? file.title}. ${title}`}
      onClick={() => setLarge(!isLarge)}
    >
      <img src={src} alt={file.altText ?? file.title} width={file.width} height={file.height} />
    </button>
  )
}

function TextBody({ file, src, isRaw }: Props) {
  const { value: text, error } = useLoaded(() => fetchText(src), [src])
  if (error) return <p class="empty-pane">{error}</p>
  if (text === undefined) {
    return (
      <p class="loading">
        <span class="spinner" aria-hidden="true" /> Opening…
      </p>
    )
  }
  if (!isRaw && file.filetype === 'markdown') return <MarkdownDocument text={text} />
  if (!isRaw && file.filetype === 'csv') return <CsvTable text={text} />
  const shown = !isRaw && file.filetype === 'json' ? indented(text) : text
  return (
    <>
      <pre class="code-block reader-text" dir="auto">
        {shown.slice(0, READER_CHARS)}
      </pre>
      {shown.length > READER_CHARS && <CutShort />}
    </>
  )
}

async function fetchText(src: string): Promise<string> {
  const response = await fetch(src)
  if (!response.ok) throw new Error('The file is gone, or it is no longer shared with you.')
  return await response.text()
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
