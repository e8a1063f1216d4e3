import { useState } from 'preact/hooks'
import type { PhoneAct } from '../../outside-world.ts'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { meId } from '../state/workspace.ts'

/** Presses a button of a page; busy until the app has been told. */
export function usePressing(page: string): {
  busy: PhoneAct['act'] | undefined
  press: (what: PhoneAct['act']) => Promise<void>
} {
  const [busy, setBusy] = useState<PhoneAct['act']>()
  return {
    busy,
    press: async (what) => {
      setBusy(what)
      await act(() => server.phone({ as: meId(), page, act: what }))
      setBusy(undefined)
    },
  }
}
