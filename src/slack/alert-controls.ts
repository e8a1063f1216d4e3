/** The action ids of every button about alerts. */
export const ALERT_ACTIONS = {
  acknowledge: 'alert.acknowledge',
  declare: 'alert.declare',
  link: 'alert.link',
  silence: 'alert.silence',
  endSilence: 'alert.end-silence',
  cannot: 'alert.cannot',
  open: 'alert.open',
  list: 'alert.list',
} as const

/** The callback ids of the forms. To declare, the form of every incident is used, which remembers the alert. */
export const ALERT_FORMS = { link: 'form.alert-link', silence: 'form.alert-silence' } as const

const NONE = '-'

/** What a button names: a line of alerts, and the number of the page that it answers, if it answers one. */
export type AlertControl = { id: string; run?: number }

export function alertValue(id: string, run?: number): string {
  return `${id} ${run ?? NONE}`
}

export function readAlertValue(value: string | undefined): AlertControl | undefined {
  const [, id, run] = /^(ALERT-[1-9]\d{0,8}) (\d{1,6}|-)$/.exec(value ?? '') ?? []
  if (id === undefined || run === undefined) return undefined
  return run === NONE ? { id } : { id, run: Number(run) }
}
