import type { Order, Place, ProviderFailure, SwitchProvider, SwitchValue } from '../core/switch/provider.ts'

/** An answer that takes longer is none. Setting and three times reading have to fit into the 30 s of a performer. */
const SET_WITHIN_MS = 12_000
const READ_WITHIN_MS = 5_000

type Read = { ok: true; value: SwitchValue } | ProviderFailure

export function setAt(
  provider: SwitchProvider,
  order: Order,
  signal: AbortSignal,
  withinMs = SET_WITHIN_MS,
): Promise<{ ok: true } | ProviderFailure> {
  return inTime((within) => provider.set(order, within), signal, withinMs)
}

export function readAt(
  provider: SwitchProvider,
  place: Place,
  signal: AbortSignal,
  withinMs = READ_WITHIN_MS,
): Promise<Read> {
  return inTime((within) => provider.read(place, within), signal, withinMs)
}

/** A provider that hangs, or throws where it should not, has failed for now: nothing waits for it without end. */
async function inTime<T>(
  ask: (within: AbortSignal) => Promise<T | ProviderFailure>,
  signal: AbortSignal,
  withinMs: number,
): Promise<T | ProviderFailure> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
  let onAbort = () => {}
  const late = new Promise<ProviderFailure>((resolve) => {
    onAbort = () => resolve({ ok: false, why: `no answer within ${withinMs / 1000} s`, again: 'later' })
    within.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([ask(within), late])
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error), again: 'later' }
  } finally {
    within.removeEventListener('abort', onAbort)
  }
}
