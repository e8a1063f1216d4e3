import { runShortcut } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { draftKey, setDraft } from '../state/drafts.ts'
import { closePanel } from '../state/panels.ts'
import { route } from '../state/route.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { type Choosable, Switching } from '../ui/switching.tsx'

type Doable = Choosable & { run: () => void }

/** The app's global shortcuts, and its commands for those who do not know them by heart. */
export function ShortcutsDialog() {
  const { people, me } = useDirectory()
  const app = useWorkspace((state) => state.app)
  const before = <Avatar person={people.get(app.userId)} size={28} />
  const shortcuts: Doable[] = app.shortcuts
    .filter((shortcut) => shortcut.type === 'global')
    .map((shortcut) => ({
      key: shortcut.callbackId,
      label: shortcut.name,
      detail: shortcut.description,
      before,
      run: () => void runShortcut(shortcut.callbackId),
    }))
  const commands: Doable[] = app.commands.map((command) => ({
    key: command.command,
    label: command.command,
    detail: command.description,
    before,
    run: () => {
      const { place } = route.get()
      if (place) setDraft(draftKey(me, place), `${command.command} `)
    },
  }))
  return (
    <Switching
      title="Shortcuts"
      placeholder="Search shortcuts and commands"
      items={[...shortcuts, ...commands]}
      textsOf={(one) => [one.label, one.detail ?? '']}
      empty="No shortcut of that name."
      onClose={closePanel}
      onPick={(one) => {
        closePanel()
        one.run()
      }}
    />
  )
}
