import { every } from '../clock.ts'
import { RING_EVERY_MS } from '../limits.ts'
import { createStore } from './store.ts'

const KEY = 'tocsin-phone-sound'
const TONE_SECONDS = 0.16
const TONES_HZ = [880, 660, 880]

/** Whether a phone is heard as well; silent until somebody wants to hear it. */
export const isSoundOn = createStore(localStorage.getItem(KEY) === 'on')

let context: AudioContext | undefined

export function toggleSound(): void {
  const next = !isSoundOn.get()
  localStorage.setItem(KEY, next ? 'on' : 'off')
  isSoundOn.set(next)
  if (next) ringOnce()
}

/** Rings until it is stopped, as long as sound is on. */
export function startRinging(): () => void {
  ringOnce()
  return every(RING_EVERY_MS, ringOnce)
}

function ringOnce(): void {
  if (!isSoundOn.get()) return
  context ??= new AudioContext()
  const loudness = context.createGain()
  loudness.gain.value = 0.08
  loudness.connect(context.destination)
  for (const [index, hertz] of TONES_HZ.entries()) {
    const tone = context.createOscillator()
    tone.frequency.value = hertz
    tone.connect(loudness)
    tone.start(context.currentTime + index * TONE_SECONDS)
    tone.stop(context.currentTime + (index + 1) * TONE_SECONDS)
  }
}
