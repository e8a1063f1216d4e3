import type { Channel } from '../../protocol.ts'
import { panel } from '../state/panels.ts'
import { useStore } from '../state/store.ts'
import { BrowseDialog } from './browse-dialog.tsx'
import { DetailsDialog } from './details-dialog.tsx'
import { JumpDialog } from './jump-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'

/** The page's own dialogs. */
export function Panels({ channel }: { channel: Channel | undefined }) {
  const open = useStore(panel, (value) => value)
  return (
    <>
      {open === 'jump' && <JumpDialog />}
      {open === 'browse' && <BrowseDialog />}
      {open === 'shortcuts' && <ShortcutsDialog />}
      {open === 'keys' && <KeysDialog />}
      {open === 'details' && channel && <DetailsDialog channel={channel} />}
    </>
  )
}
