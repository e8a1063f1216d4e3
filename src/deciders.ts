import { alert } from './core/alert/decider.ts'
import { digest } from './core/digest/digest.ts'
import { incident } from './core/incident/decider.ts'
import { log } from './core/log/log.ts'
import { killSwitch } from './core/switch/decider.ts'
import type { AnyDecider } from './engine/fold.ts'

/** Every kind of thing that the bot keeps a timeline of. */
export const DECIDERS: AnyDecider[] = [incident, killSwitch, log, digest, alert]
