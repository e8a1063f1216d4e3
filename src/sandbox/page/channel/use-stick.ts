import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { STICK_TO_BOTTOM_PX } from '../limits.ts'

/**
 * Keeps a scrolling list at its bottom while the person is there, also when something above grows (an
 * image, a changed card), and leaves it alone when they have scrolled up.
 */
export function useStick(
  ref: RefObject<HTMLElement | null>,
  place: string,
  startAt?: () => HTMLElement | null,
) {
  const sticks = useRef(true)
  const [atBottom, setAtBottom] = useState(true)
  const toBottom = () => {
    const list = ref.current
    if (!list) return
    sticks.current = true
    list.scrollTop = list.scrollHeight
  }
  useLayoutEffect(() => {
    toBottom()
    const start = startAt?.()
    const top = ref.current?.getBoundingClientRect().top ?? 0
    if (!start || start.getBoundingClientRect().top >= top) return
    sticks.current = false
    setAtBottom(false)
    start.scrollIntoView({ block: 'center' })
  }, [place])
  useLayoutEffect(() => {
    if (sticks.current) toBottom()
  })
  useEffect(() => {
    const list = ref.current
    if (!list) return
    let lastTop = list.scrollTop
    const onScroll = () => {
      const gap = list.scrollHeight - list.scrollTop - list.clientHeight
      // A list that grew is not a person who scrolled up: only going up lets go of the bottom.
      if (gap < STICK_TO_BOTTOM_PX) sticks.current = true
      else if (list.scrollTop < lastTop) sticks.current = false
      lastTop = list.scrollTop
      setAtBottom(sticks.current)
    }
    const grown = new ResizeObserver(() => {
      if (sticks.current) toBottom()
    })
    grown.observe(list)
    if (list.firstElementChild) grown.observe(list.firstElementChild)
    list.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      grown.disconnect()
      list.removeEventListener('scroll', onScroll)
    }
  }, [place])
  return { atBottom, toBottom }
}
