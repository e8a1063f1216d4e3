import type { Channel, WorkspaceState } from '../../protocol.ts'
import { wallMs } from '../clock.ts'
import { reuse } from '../reuse.ts'
import { Refused, server } from './server.ts'
import { createStore, useStore } from './store.ts'

export type Loaded = {
  state: WorkspaceState
  /** The machine's time when the state came, to let the workspace's clock run on between refetches. */
  atMs: number
}

export const workspace = createStore<Loaded | undefined>(undefined)
/** Why the state could not be fetched; `isUnknown` when there is no such person. */
export const loadError = createStore<{ text: string; isUnknown: boolean } | undefined>(undefined)

let wanted: string | undefined
let running: Promise<void> | undefined
let again = false

/** Whose eyes the page looks through from now on; by default the first person's. */
export function lookAs(me?: string): Promise<void> {
  wanted = me
  return refetch()
}

/** Fetches the state; calls that come while one is under way share one further fetch. */
export function refetch(): Promise<void> {
  if (running) {
    again = true
    return running
  }
  running = fetchUntilFresh().finally(() => {
    running = undefined
  })
  return running
}

async function fetchUntilFresh(): Promise<void> {
  do {
    again = false
    const asked = wanted
    try {
      const state = await server.state(asked)
      if (asked !== wanted) again = true
      else take(state)
      loadError.set(undefined)
    } catch (error) {
      const isUnknown = error instanceof Refused && error.status === 404
      loadError.set({ text: error instanceof Error ? error.message : String(error), isUnknown })
    }
  } while (again)
}

function take(state: WorkspaceState): void {
  const before = workspace.get()?.state
  const isSamePerson = before?.me.id === state.me.id
  workspace.set({ state: isSamePerson ? reuse(before, state) : state, atMs: wallMs() })
}

/** Milliseconds since the epoch on the workspace's clock, now. */
export function workspaceNow(): number {
  const loaded = workspace.get()
  return loaded ? loaded.state.now + (wallMs() - loaded.atMs) : wallMs()
}

export function useWorkspace<P>(pick: (state: WorkspaceState) => P): P {
  return useStore(workspace, (loaded) => {
    if (!loaded) throw new Error('The workspace is not loaded yet.')
    return pick(loaded.state)
  })
}

export function channelById(id: string): Channel | undefined {
  return workspace.get()?.state.channels.find((channel) => channel.id === id)
}

export function meId(): string {
  return workspace.get()?.state.me.id ?? ''
}
