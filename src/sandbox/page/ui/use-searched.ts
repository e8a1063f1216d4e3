import { useEffect, useState } from 'preact/hooks'
import { after } from '../clock.ts'
import type { Choice } from '../elements/values.ts'
import { OPTIONS_DEBOUNCE_MS } from '../limits.ts'

/** Options that the app is asked for while someone types; only the newest question's answer counts. */
export function useSearched(
  search: ((query: string) => Promise<Choice[]>) | undefined,
  query: string,
  least: number,
): { choices: Choice[]; note: string | undefined } {
  const [choices, setChoices] = useState<Choice[]>([])
  const [note, setNote] = useState<string>()
  const isOn = search !== undefined
  useEffect(() => {
    if (!search) return
    if (query.length < least) {
      setChoices([])
      setNote(`Type ${least === 1 ? 'a letter' : `${least} letters`} to search.`)
      return
    }
    let stale = false
    setNote('Searching…')
    const cancel = after(OPTIONS_DEBOUNCE_MS, () => {
      search(query).then(
        (found) => {
          if (stale) return
          setChoices(found)
          setNote(undefined)
        },
        (error) => {
          if (!stale) setNote(error instanceof Error ? error.message : String(error))
        },
      )
    })
    return () => {
      stale = true
      cancel()
    }
  }, [isOn, query, least])
  return { choices, note: isOn ? note : undefined }
}
