import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { WINDOW_MESSAGES, WINDOW_STEP } from '../limits.ts'

/**
 * Of a long list, only the newest part is drawn; scrolling up draws more, and what was in view stays where
 * it was. `from` is the index of the first item to draw: it moves only backwards while a place is open, so
 * that new messages at the end push nothing out at the top.
 */
export function useWindow(
  ref: RefObject<HTMLElement | null>,
  place: string,
  count: number,
  mustShow: number,
) {
  const start = useRef({ place: '', from: 0 })
  const heightBefore = useRef<number | undefined>(undefined)
  const [steps, step] = useState(0)
  if (start.current.place !== place) start.current = { place, from: Math.max(0, count - WINDOW_MESSAGES) }
  if (mustShow >= 0)
    start.current.from = Math.min(start.current.from, Math.max(0, mustShow - WINDOW_MESSAGES / 2))
  const showMore = () => {
    heightBefore.current = ref.current?.scrollHeight
    start.current.from = Math.max(0, start.current.from - WINDOW_STEP)
    step((count) => count + 1)
  }
  useLayoutEffect(() => {
    const list = ref.current
    if (!list || heightBefore.current === undefined) return
    list.scrollTop += list.scrollHeight - heightBefore.current
    heightBefore.current = undefined
  }, [steps])
  return { from: Math.min(start.current.from, Math.max(0, count - 1)), showMore }
}
