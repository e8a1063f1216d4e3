import { closePanel } from '../state/panels.ts'
import { showWelcome } from '../state/welcome.ts'
import { Dialog } from '../ui/dialog.tsx'
import { KEYS } from './keys.ts'

export function KeysDialog() {
  return (
    <Dialog
      title="Keys"
      class="dialog-small"
      dismissable
      onClose={closePanel}
      footer={
        <button
          type="button"
          class="button"
          onClick={() => {
            closePanel()
            showWelcome()
          }}
        >
          Show the welcome again
        </button>
      }
    >
      <dl class="keys">
        {KEYS.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
