import { useRef, useState } from 'preact/hooks'
import { stage } from '../state/staged.ts'

/** Files can be dropped anywhere on a pane that has a composer. */
export function useDropping(key: string, name: string, takes: boolean) {
  const [over, setOver] = useState(false)
  // Every element on the way tells of entering and leaving: only the count says whether the pane was left.
  const depth = useRef(0)
  const hasFiles = (event: DragEvent) => takes && (event.dataTransfer?.types.includes('Files') ?? false)
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current++
      setOver(true)
    },
    onDragOver: (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    },
    onDragLeave: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current--
      if (depth.current <= 0) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      stage(key, event.dataTransfer?.files ?? [])
    },
  }
  return { handlers, overlay: over && <div class="drop-here">Drop to share in {name}</div> }
}
