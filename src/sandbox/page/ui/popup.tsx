import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

type Props = {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  align?: 'start' | 'end'
  prefer?: 'below' | 'above'
  class?: string
  matchWidth?: boolean
  children: ComponentChildren
}

const GAP_PX = 6
const EDGE_PX = 8

/** Something that hangs on a button: in the browser's top layer, so that no scrolling box cuts it off. */
export function Popup({ anchor, onClose, align = 'start', prefer = 'below', matchWidth, ...rest }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = ref.current
    const from = anchor.current
    if (!box || !from) return
    box.showPopover()
    const position = () => place(box, from, align, prefer, matchWidth ?? false)
    position()
    const watcher = new ResizeObserver(position)
    watcher.observe(box)
    addEventListener('resize', position)
    addEventListener('scroll', position, true)
    return () => {
      watcher.disconnect()
      removeEventListener('resize', position)
      removeEventListener('scroll', position, true)
    }
  }, [anchor, align, prefer, matchWidth])
  useEffect(() => {
    const box = ref.current
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      onClose()
      anchor.current?.focus()
    }
    box?.addEventListener('keydown', onKeyDown)
    return () => box?.removeEventListener('keydown', onKeyDown)
  }, [anchor, onClose])
  useEffect(() => {
    const onDown = (event: Event) => {
      const target = event.target as Node
      if (!ref.current?.contains(target) && !anchor.current?.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', onDown, true)
    return () => document.removeEventListener('pointerdown', onDown, true)
  }, [anchor, onClose])
  return (
    <div ref={ref} popover="manual" class={`popup ${rest.class ?? ''}`}>
      {rest.children}
    </div>
  )
}

function place(
  box: HTMLElement,
  from: HTMLElement,
  align: string,
  prefer: string,
  matchWidth: boolean,
): void {
  const at = from.getBoundingClientRect()
  if (matchWidth) box.style.width = `${at.width}px`
  const { offsetWidth: width, offsetHeight: height } = box
  const roomBelow = innerHeight - at.bottom - GAP_PX - EDGE_PX
  const roomAbove = at.top - GAP_PX - EDGE_PX
  const isBelow = prefer === 'below' ? roomBelow >= height || roomBelow >= roomAbove : roomAbove < height
  const top = isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - height
  const left = align === 'start' ? at.left : at.right - width
  box.style.top = `${clamp(top, EDGE_PX, innerHeight - height - EDGE_PX)}px`
  box.style.left = `${clamp(left, EDGE_PX, innerWidth - width - EDGE_PX)}px`
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
