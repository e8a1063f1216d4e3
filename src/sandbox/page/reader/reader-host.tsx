import { useEffect } from 'preact/hooks'
import { useDirectory } from '../state/directory.ts'
import { go, openOver, useRoute } from '../state/route.ts'
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

/** A channel's own canvas is read in its channel; any other in a dialog. */
function CanvasReader({ id }: { id: string }) {
  const { me } = useDirectory()
  const version = useWorkspace((state) => state.version)
  const place = useWorkspace((state) => state.channels.find((one) => one.canvas?.id === id)?.id)
  useEffect(() => {
    if (place) go({ me, place, view: 'canvas' }, true)
  }, [me, place])
  if (place) return null
  return (
    <Dialog title="Canvas" class="reader" dismissable onClose={() => openOver(undefined)}>
      <CanvasPage id={id} version={version} />
    </Dialog>
  )
}
