import type { Severity, Status } from '../incident/incident.ts'

/**
 * Colours that stay apart for colour-blind eyes (after Okabe and Ito), on a light ground of the picture's own, so that
 * it looks the same in a dark client. No meaning hangs on a colour alone: heights, shapes, patterns and words say it too.
 */
export const INK = '#1d1c1d'
export const QUIET = '#57575c'
export const FAINT = '#d5d5da'
export const FAINTEST = '#f1f1f4'
export const GROUND = '#ffffff'
export const GOOD = '#00735c'
export const BAD = '#b33c00'
export const CALL = '#1c5d99'
export const SWITCH = '#8a3b7d'

/**
 * The fill of each severity, in the hues that it has everywhere, from dark to light so that they stay apart without hue.
 * INK is legible on all of them.
 */
export const SEVERITY_FILL: Record<Severity, string> = {
  sev1: '#e2745c',
  sev2: '#f2a74e',
  sev3: '#f6d973',
  sev4: '#bcd9f5',
}

/** How high a severity's band is, as a part of its lane: worse is higher. */
export const SEVERITY_HEIGHT: Record<Severity, number> = { sev1: 1, sev2: 0.8, sev3: 0.6, sev4: 0.45 }

export const STATUS_FILL: Record<Status, string> = {
  investigating: '#f7d9cc',
  identified: '#f6ecc9',
  monitoring: '#d4ece4',
  resolved: '#e9e9ed',
}
