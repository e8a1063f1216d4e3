import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { WINDOW_MESSAGES, WINDOW_STEP } from '../limits.ts'

/**
 * Of a long list, only the newest part is drawn; scrolling up draws more, and what was in view stays where
 * it was. Answers the index of the first item to draw.
 */
export function useWindow(
  ref: RefObject<HTMLElement | null>,
  place: string,
  count: number,
  mustShow: number,
) {
  const [size, setSize] = useState({ place, shown: WINDOW_MESSAGES })
  const least = mustShow >= 0 ? count - mustShow + WINDOW_MESSAGES / 2 : 0
  const shown = Math.max(size.place === place ? size.shown : WINDOW_MESSAGES, least)
  const from = Math.max(0, count - shown)
  const heightBefore = useRef<number | undefined>(undefined)
  const showMore = () => {
    heightBefore.current = ref.current?.scrollHeight
    setSize({ place, shown: shown + WINDOW_STEP })
  }
  useLayoutEffect(() => {
    const list = ref.current
    if (!list || heightBefore.current === undefined) return
    list.scrollTop += list.scrollHeight - heightBefore.current
    heightBefore.current = undefined
  }, [shown])
  return { from, showMore }
}
