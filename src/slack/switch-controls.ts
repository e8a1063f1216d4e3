/** The action ids of every button about kill switches. */
export const SWITCH_ACTIONS = {
  list: 'switch.list',
  pull: 'switch.pull',
  restore: 'switch.restore',
  doIt: 'switch.do-it',
  approve: 'switch.approve',
  decline: 'switch.decline',
  ask: 'switch.ask',
  keep: 'switch.keep',
  later: 'switch.later',
  putBack: 'switch.put-back',
  accept: 'switch.accept',
  tryAgain: 'switch.try-again',
  status: 'switch.status',
  history: 'switch.history',
  historyOlder: 'switch.history-older',
  historyNewer: 'switch.history-newer',
} as const

/** The callback ids of the forms. */
export const SWITCH_FORMS = {
  pull: 'form.switch-pull',
  restore: 'form.switch-restore',
  keep: 'form.switch-keep',
  putBack: 'form.switch-put-back',
  accept: 'form.switch-accept',
} as const

const NONE = '-'

/**
 * What a button names: a switch, a bundle, everything (`*all`) or a step of the gradual restore (`*step-2`), in which
 * incident, and a number: of a request, or of a page. Nothing in it is believed: values come from the policy, and who
 * may press it is decided anew.
 */
export type SwitchControl = { target: string; incident?: string; number: number }

export function switchValue(target: string, incident?: string, number = 0): string {
  return `${target} ${incident ?? NONE} ${number}`
}

export function readSwitchValue(value: string | undefined): SwitchControl | undefined {
  const match = /^(\*?[a-z][a-z0-9._-]*) (INC-[1-9]\d{0,8}|-) (\d{1,9})$/.exec(value ?? '')
  const [, target, incident, number] = match ?? []
  if (target === undefined || incident === undefined) return undefined
  return { target, number: Number(number), ...(incident !== NONE && { incident }) }
}

/** The number of a button that restores a switch before its turn. */
export const OUT_OF_TURN = 1

/** A step of the policy's gradual restore as a target, by its index. */
export function stepTarget(index: number): string {
  return `*step-${index}`
}

export function readStepTarget(target: string): number | undefined {
  const match = /^\*step-(\d{1,2})$/.exec(target)
  return match === null ? undefined : Number(match[1])
}
