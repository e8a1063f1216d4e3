import { createContext } from 'preact'
import { useContext, useState } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { useSurface } from '../blocks/surface.ts'
import { isJson, str } from '../json.ts'
import { server } from '../state/server.ts'
import { useStore } from '../state/store.ts'
import { meId, refetch } from '../state/workspace.ts'
import { confirmed } from '../ui/confirm.tsx'
import { enter, entries, entryKey } from './entries.ts'
import { type Choice, initialValue, knownChoices, recordedValue, type Value } from './values.ts'

/** The block an element stands in, and what its label is. */
export type Place = {
  blockId: string
  label: string
  labelId?: string
  describedBy?: string
  invalid: boolean
  dispatches: boolean
}

export const PlaceContext = createContext<Place>({ blockId: '', label: '', invalid: false, dispatches: true })

export type Element = {
  value: Value
  known: Choice[]
  busy: boolean
  error: string | undefined
  /** Enters a value, and tells the app when this element does so. */
  set: (value: Value, choices?: Choice[]) => void
  /** Enters without telling: while someone is still typing. */
  hold: (value: Value) => void
  /** Tells the app about a press, after asking when the element has a `confirm`. */
  press: (value?: Value) => Promise<void>
  place: Place
}

export function useElement(element: Json): Element {
  const surface = useSurface()
  const place = useContext(PlaceContext)
  const actionId = str(element.action_id)
  const key = entryKey(place.blockId, actionId)
  const entry = useStore(entries, (all) => all[surface.key]?.[key])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const recorded = surface.values[place.blockId]?.[actionId]
  const value = entry ? entry.value : (recordedValue(recorded) ?? initialValue(element))

  const press = async (pressed?: Value) => {
    if (busy || !(await confirmed(isJson(element.confirm) ? element.confirm : undefined))) return
    setBusy(true)
    setError(undefined)
    const sent = pressed === undefined || pressed === null ? {} : { value: pressed }
    try {
      const click = {
        as: meId(),
        actionId,
        ...(place.blockId ? { blockId: place.blockId } : {}),
        ...surface.at,
        ...sent,
      }
      const answer = await server.click(click)
      if (!answer.ok) setError(answer.error ?? 'That did not work.')
      await refetch()
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown))
    }
    setBusy(false)
  }
  const hold = (next: Value) => enter(surface.key, key, { value: next })
  const set = (next: Value, choices?: Choice[]) => {
    enter(surface.key, key, choices ? { value: next, choices } : { value: next })
    if (place.dispatches) void press(next)
  }
  const known = [...(entry?.choices ?? []), ...knownChoices(element, recorded)]
  return { value, known, busy, error, set, hold, press, place }
}
