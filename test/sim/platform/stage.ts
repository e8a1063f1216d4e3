import type { EventEmitter } from 'node:events'
import type { Chance } from '../chance.ts'
import type { Loop, Owner } from '../loop.ts'
import type { ClientEnd } from './sockets.ts'

/** Thrown into code whose process has ended: nothing that it does counts any more. */
export class CutOff extends Error {
  constructor() {
    super('This process has ended')
  }
}

export type FetchInit = {
  method?: string | undefined
  headers?: unknown
  body?: unknown
  signal?: AbortSignal | null | undefined
}

/** What the simulated platform asks of the simulation that runs on it. */
export type Stage = {
  loop: Loop
  /** For everything that the platform would leave to chance. */
  chanceOf(owner: Owner): Chance
  /** Something that a process may die before or after. Throws CutOff when it does. */
  seam(owner: Owner, what: string): void
  fetch(owner: Owner, url: URL, init: FetchInit): Promise<Response>
  /** A process serves HTTP from now on; the port that it got. `server` emits `upgrade`. */
  serves(owner: Owner, port: number, listener: HttpListener, server: EventEmitter): number
  /** What a statement meets instead of the disk; undefined: nothing. */
  troubleWith(owner: Owner, sql: string): Error | undefined
  opened(owner: Owner, connection: { close(): void }): void
  /** Opens a WebSocket to that address. */
  connect(client: ClientEnd, url: URL): void
}

export type HttpListener = (request: unknown, response: unknown) => void

let current: Stage | undefined

/** The simulation that the process is in now. */
export function stage(): Stage {
  if (current === undefined) throw new Error('No simulation is running')
  return current
}

export function enter(next: Stage): void {
  current = next
}

export const entered = (): boolean => current !== undefined
