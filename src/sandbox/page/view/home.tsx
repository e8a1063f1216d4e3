import { useEffect, useMemo, useState } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.tsx'
import { type Surface, SurfaceContext } from '../blocks/surface.ts'
import { after } from '../clock.ts'
import { list } from '../json.ts'
import { HOME_WAIT_MS } from '../limits.ts'
import { openDm } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { server } from '../state/server.ts'
import { refetch, useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { About } from './about.tsx'

/** The app's own page: its home tab, its direct messages, and what it can do. */
export function HomePane() {
  const { people, me } = useDirectory()
  const app = useWorkspace((state) => state.app)
  const [tab, setTab] = useState<'home' | 'about'>('home')
  return (
    <section class="pane home-pane" aria-label={`${app.name} home`}>
      <header class="pane-head home-head">
        <Avatar person={people.get(app.userId)} size={28} />
        <h1>{app.name}</h1>
        <div class="tabs" role="tablist" aria-label={app.name}>
          <button type="button" role="tab" aria-selected={tab === 'home'} onClick={() => setTab('home')}>
            Home
          </button>
          <button type="button" role="tab" aria-selected="false" onClick={() => openDm(app.userId)}>
            Messages
          </button>
          <button type="button" role="tab" aria-selected={tab === 'about'} onClick={() => setTab('about')}>
            About
          </button>
        </div>
      </header>
      <div class="home-scroll" role="tabpanel" aria-label={tab === 'home' ? 'Home' : 'About'}>
        <div class="home-inner">{tab === 'home' ? <HomeTab key={me} /> : <About />}</div>
      </div>
    </section>
  )
}

function HomeTab() {
  const { me } = useDirectory()
  const home = useWorkspace((state) => state.home)
  const app = useWorkspace((state) => state.app)
  const [failure, setFailure] = useState<string>()
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    server
      .home(me)
      .then((answer) => setFailure(answer.ok ? undefined : answer.error))
      .catch((error: Error) => setFailure(error.message))
      .finally(refetch)
    return after(HOME_WAIT_MS, () => setWaited(true))
  }, [me])
  const surface = useMemo((): Surface => {
    const at = home ? { viewId: home.id, home: true } : { home: true }
    return { key: home?.id ?? 'home', kind: 'home', at, values: home?.values ?? {}, errors: {} }
  }, [home?.id, home?.values])
  if (home && list(home.view.blocks).length > 0) {
    return (
      <SurfaceContext.Provider value={surface}>
        <Blocks blocks={list(home.view.blocks)} />
      </SurfaceContext.Provider>
    )
  }
  if (!waited && !failure) {
    return (
      <p class="loading">
        <span class="spinner" aria-hidden="true" /> {app.name} is preparing its home…
      </p>
    )
  }
  return <p class="empty-pane">{failure ?? `${app.name} has not put anything here yet.`}</p>
}
