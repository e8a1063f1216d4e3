import type { AlertSignal } from '../core/alert/signal.ts'

/** What a body says, or what is wrong with it in a sentence that quotes nothing of it. `left`: alerts that it leaves out. */
export type Reading = { ok: true; signals: AlertSignal[]; left?: number } | { ok: false; sentence: string }
