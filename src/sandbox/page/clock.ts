/** The page's only use of the machine's clock and timers. */
export function wallMs(): number {
  return Date.now()
}

/** Calls once after `ms`; the answer cancels it. */
export function after(ms: number, call: () => void): () => void {
  const id = setTimeout(call, ms)
  return () => clearTimeout(id)
}

/** Calls every `ms` until the answer is called. */
export function every(ms: number, call: () => void): () => void {
  const id = setInterval(call, ms)
  return () => clearInterval(id)
}

/** Spreads reconnects of several pages apart; between 0 and 1. */
export function jitter(): number {
  return Math.random()
}
