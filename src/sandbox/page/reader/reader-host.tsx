import { openOver, useRoute } from '../state/route.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Dialog } from '../ui/dialog.tsx'
import { CanvasPage } from './canvas-page.tsx'
import { FileReader } from './file-reader.tsx'

/** The file or canvas that the address names, over what else is there. */
export function ReaderHost() {
  const { file, doc } = useRoute()
  if (file) return <FileReader key={file} id={file} />
  return doc ? <CanvasReader key={doc} id={doc} /> : null
}

function CanvasReader({ id }: { id: string }) {
  const version = useWorkspace((state) => state.version)
  return (
    <Dialog title="Canvas" class="reader" dismissable onClose={() => openOver(undefined)}>
      <CanvasPage id={id} version={version} />
    </Dialog>
  )
}
