import { useEffect } from 'preact/hooks'
import { listenAs } from '../state/live.ts'
import { go, route, useRoute } from '../state/route.ts'
import { useStore } from '../state/store.ts'
import { loadError, lookAs, workspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { Shell } from './shell.tsx'

/** Loads the workspace as the person in the address, or as its first one, and then draws it. */
export function App() {
  const { me } = useRoute()
  const loaded = useStore(workspace, (value) => value !== undefined)
  const shown = useStore(workspace, (value) => value?.state.me.id)
  const error = useStore(loadError, (value) => value)
  useEffect(() => void lookAs(me), [me])
  useEffect(() => {
    if (!shown) return
    listenAs(shown)
    if (route.get().me !== shown && route.get().me === undefined) go({ ...route.get(), me: shown }, true)
  }, [shown])
  useEffect(() => {
    // The address names someone who is not here: stay who one was, or begin as the first person.
    if (error?.isUnknown && me && me !== shown) go(shown ? { me: shown } : {}, true)
  }, [error, me, shown])
  if (loaded) return <Shell />
  return (
    <div class="splash" role="status">
      {error ? (
        <>
          <Icon name="warning" size={28} />
          <p>{error.text}</p>
          <button type="button" class="button" onClick={() => lookAs(me)}>
            Try again
          </button>
        </>
      ) : (
        <>
          <span class="spinner" aria-hidden="true" />
          <p>Opening the workspace…</p>
        </>
      )}
    </div>
  )
}
