import { commandNamed } from './commands.ts'
import { switchCommandNamed } from './switch/commands.ts'

/**
 * Each of the bot's commands has words of its own, and at night they are mixed up. Gives the whole command that was
 * meant, ready to be sent; never sends it. `word` is the first word, plain; `rest` what followed it, as it was typed.
 */
export type OtherCommand = { command: '/incident' | '/killswitch' | '/oncall'; line: string }

/** Something typed after `/incident` that the other two commands understand. */
export function meantForOthers(word: string, rest: string): OtherCommand | undefined {
  if (SWITCHES.has(word)) return written('/killswitch', rest)
  if (ON_CALL.has(word)) return written('/oncall', rest)
  return OF_SWITCHES.has(word) && switchCommandNamed(word) !== undefined
    ? written('/killswitch', `${word} ${rest}`)
    : undefined
}

/** The same for something typed after `/killswitch`. */
export function meantForIncidents(word: string, rest: string): OtherCommand | undefined {
  if (ON_CALL.has(word)) return written('/oncall', rest)
  return commandNamed(word) === undefined ? undefined : written('/incident', `${word} ${rest}`)
}

/** Words that hardly begin a title; of the others nobody can say what was meant. */
const OF_SWITCHES = new Set(['pull', 'kill', 'unpull', 'restore', 'approve', 'decline', 'keep'])
const SWITCHES = new Set(['killswitch', 'killswitches', 'kill-switch', 'kill-switches', 'switch', 'switches'])
const ON_CALL = new Set(['oncall', 'on-call', 'rota'])

function written(command: OtherCommand['command'], words: string): OtherCommand {
  return { command, line: `${command} ${words}`.trim() }
}
