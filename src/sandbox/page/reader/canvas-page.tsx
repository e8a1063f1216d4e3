import { useDirectory } from '../state/directory.ts'
import { server } from '../state/server.ts'
import { clockTime, shortDay } from '../text/dates.ts'
import { MarkdownDocument } from './document.tsx'
import { useLoaded } from './use-loaded.ts'

/** A canvas as a page; `version` changes with its content. */
export function CanvasPage({ id, version }: { id: string; version: number }) {
  const { me, people, timeZone, hour12 } = useDirectory()
  const { value: canvas, error } = useLoaded(() => server.canvas(me, id), [id, me, version])
  if (error) return <p class="empty-pane">{error}</p>
  if (!canvas) {
    return (
      <p class="loading">
        <span class="spinner" aria-hidden="true" /> Opening…
      </p>
    )
  }
  const { updated } = canvas
  const when = `${shortDay(updated, timeZone)}, ${clockTime(updated, { timeZone, hour12, nowMs: 0 })}`
  return (
    <article class="canvas" aria-label={canvas.title}>
      <h2 class="canvas-title" dir="auto">
        {canvas.title}
      </h2>
      <p class="reader-about">
        {people.get(canvas.user)?.realName ?? canvas.user}, changed {when}
      </p>
      {canvas.markdown.trim() === '' ? (
        <p class="empty-line">Nothing is written here yet.</p>
      ) : (
        <MarkdownDocument text={canvas.markdown} />
      )}
    </article>
  )
}
