import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { View } from '../../protocol.ts'
import { Blocks } from '../blocks/blocks.tsx'
import { type Surface, SurfaceContext } from '../blocks/surface.ts'
import { withEmoji } from '../blocks/text-object.tsx'
import { entries, forget } from '../elements/entries.ts'
import { Failed } from '../elements/failed.tsx'
import { isJson, list, textOf } from '../json.ts'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { useStore } from '../state/store.ts'
import { meId, refetch, useWorkspace } from '../state/workspace.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { enteredValues, missingInputs, withoutChanged } from './checking.ts'

/** The top of the person's stack of views. */
export function ModalHost() {
  const views = useWorkspace((state) => state.views)
  const top = views.at(-1)
  const open = views.map((view) => view.id).join(' ')
  useEffect(() => {
    const known = open.split(' ')
    return () => {
      const still = new Set(views.map((view) => view.id))
      for (const id of known) if (!still.has(id)) forget(id)
    }
  }, [open])
  return top ? <Modal key={top.id} view={top} depth={views.length} /> : null
}

function Modal({ view, depth }: { view: View; depth: number }) {
  const form = useRef<HTMLFormElement>(null)
  const [found, setFound] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const blocks = list(view.view.blocks)
  const errors = useMemo(() => ({ ...view.errors, ...found }), [view.errors, found])
  const surface = useMemo((): Surface => {
    return { key: view.id, kind: 'view', at: { viewId: view.id }, values: view.values, errors }
  }, [view.id, view.values, errors])
  useEffect(() => focusFirst(form.current), [view.id])
  useEffect(() => setFound({}), [view.hash])
  const entered = useStore(entries, (all) => all[view.id])
  const before = useRef(entered)
  useEffect(() => {
    setFound((errors) => withoutChanged(errors, before.current ?? {}, entered ?? {}))
    before.current = entered
  }, [entered])

  const close = () => void act(() => server.close({ as: meId(), viewId: view.id }))
  const submit = async () => {
    if (busy) return
    const entered = entries.get()[view.id] ?? {}
    const missing = missingInputs(blocks, view.values, entered)
    setFailure(undefined)
    setFound(missing)
    if (Object.keys(missing).length > 0) return focusInvalid(form.current)
    setBusy(true)
    try {
      const answer = await server.submit({
        as: meId(),
        viewId: view.id,
        values: enteredValues(blocks, entered),
      })
      if (answer.errors) setFound(answer.errors)
      else if (!answer.ok) setFailure(answer.error ?? 'That did not work.')
      await refetch()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
    focusInvalid(form.current)
  }
  const hasSubmit = isJson(view.view.submit)
  return (
    <Dialog
      title={withEmoji(textOf(view.view.title)) || 'Dialog'}
      class={`dialog-view depth-${Math.min(depth, 3)}`}
      onClose={close}
      before={
        depth > 1 && (
          <button type="button" class="icon-button" aria-label="Back" onClick={close}>
            <Icon name="back" size={20} />
          </button>
        )
      }
      footer={
        <>
          <Failed error={failure} />
          <button type="button" class="button" onClick={close}>
            {withEmoji(textOf(view.view.close)) || (hasSubmit ? 'Cancel' : 'Close')}
          </button>
          {hasSubmit && (
            <button
              type="submit"
              form={view.id}
              class={`button primary ${busy ? 'busy' : ''}`}
              aria-busy={busy}
            >
              <span class="button-text">{withEmoji(textOf(view.view.submit))}</span>
            </button>
          )}
        </>
      }
    >
      <form
        ref={form}
        id={view.id}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={blocks} />
        </SurfaceContext.Provider>
        {blocks.length === 0 && <Loading />}
      </form>
    </Dialog>
  )
}

function Loading() {
  return (
    <p class="loading">
      <span class="spinner" aria-hidden="true" /> Loading…
    </p>
  )
}

function focusFirst(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('.block-input input, .block-input textarea')?.focus()
}

function focusInvalid(form: HTMLElement | null): void {
  queueMicrotask(() => form?.querySelector<HTMLElement>('.block-input.invalid :is(input, textarea)')?.focus())
}
