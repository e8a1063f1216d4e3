import { useEffect, useState } from 'preact/hooks'

export type Loaded<T> = { value?: T; error?: string }

/** What `load` answers, asked again when a key changes; meanwhile what it answered before stays. */
export function useLoaded<T>(load: () => Promise<T>, keys: unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({})
  useEffect(() => {
    let isWanted = true
    load().then(
      (value) => isWanted && setLoaded({ value }),
      (error: unknown) =>
        isWanted && setLoaded({ error: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isWanted = false
    }
  }, keys)
  return loaded
}
