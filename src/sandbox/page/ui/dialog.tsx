import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

type Props = {
  title: ComponentChildren
  onClose: () => void
  class?: string
  /** A side sheet closes on a click beside it; a form does not, so that nothing typed is lost. */
  dismissable?: boolean
  before?: ComponentChildren
  /** Beside the close button. */
  actions?: ComponentChildren
  footer?: ComponentChildren
  children: ComponentChildren
}

/** A modal dialog: the browser's own keeps the focus inside and gives it back afterwards. */
export function Dialog(props: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      class={`dialog ${props.class ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        props.onClose()
      }}
      onClick={(event) => {
        if (props.dismissable && event.target === ref.current) props.onClose()
      }}
    >
      <header class="dialog-head">
        {props.before}
        <h2 id={titleId}>{props.title}</h2>
        {props.actions}
        <button type="button" class="icon-button" aria-label="Close" onClick={props.onClose}>
          <Icon name="close" size={20} />
        </button>
      </header>
      <div class="dialog-body">{props.children}</div>
      {props.footer && <footer class="dialog-foot">{props.footer}</footer>}
    </dialog>
  )
}
