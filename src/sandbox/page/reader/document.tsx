import { DocumentContext } from '../blocks/picture.tsx'
import { Markdown } from '../blocks/rich.tsx'
import { READER_CHARS } from '../limits.ts'

/** Markdown as a page to read: large headings, pictures in place. */
export function MarkdownDocument({ text }: { text: string }) {
  const isLong = text.length > READER_CHARS
  return (
    <DocumentContext.Provider value={true}>
      <div class="document">
        <Markdown text={isLong ? text.slice(0, text.lastIndexOf('\n', READER_CHARS)) : text} />
        {isLong && <CutShort />}
      </div>
    </DocumentContext.Provider>
  )
}

export function CutShort() {
  return <p class="cut-short">This is only the beginning. Download the file for all of it.</p>
}
