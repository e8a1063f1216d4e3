import type { Json } from '../../protocol.ts'
import { follow } from '../blocks/link-out.tsx'
import { PlainText } from '../blocks/text-object.tsx'
import { str, textOf } from '../json.ts'
import { useDirectory } from '../state/directory.ts'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'

const STYLES: Record<string, string> = { primary: 'primary', danger: 'danger' }

export function ButtonElement({ element }: { element: Json }) {
  const { busy, error, press } = useElement(element)
  const directory = useDirectory()
  const url = str(element.url)
  const onClick = () => {
    if (url) follow(directory, url)
    // Of the two feedback buttons the value says which; any other button's own is known to the workspace.
    void press(element.type === 'feedback_button' ? str(element.value) : undefined)
  }
  return (
    <span class="element">
      <button
        type="button"
        class={`button ${STYLES[str(element.style)] ?? ''} ${busy ? 'busy' : ''}`}
        aria-busy={busy}
        {...(str(element.accessibility_label) ? { 'aria-label': str(element.accessibility_label) } : {})}
        onClick={onClick}
      >
        <span class="button-text">
          <PlainText object={element.text} />
          {!textOf(element.text) && 'Button'}
        </span>
      </button>
      <Failed error={error} />
    </span>
  )
}
