import type { ModalView, StaticSelect } from '@slack/types'
import type { Alert } from '../../core/alert/alert.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { REASON_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { MINUTE } from '../../core/time-units.ts'
import { ALERT_FORMS } from '../alert-controls.ts'
import { context, input, option, section, textInput } from '../blocks.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { alertBadge, alertName } from './alert-labels.ts'
import { formView } from './form.ts'
import { duration, headline } from './labels.ts'

const MINUTES_OFFERED = [15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60]
const MINUTES_LIKELY = 60

/** Which of the open incidents it belongs to, the newest first. */
export function linkModal(alert: Alert, open: readonly Incident[]): ModalView {
  const options = open.slice(0, LIMITS.selectOptions).map((each) => option(headline(each), each.id))
  const [only] = options
  const element: StaticSelect = {
    type: 'static_select',
    options,
    ...(only && options.length === 1 && { initial_option: only }),
  }
  return formView({
    form: ALERT_FORMS.link,
    title: 'Link to an incident',
    submit: 'Link',
    memory: { alert: alert.id },
    blocks: [
      about(alert),
      input({
        id: FIELDS.incident,
        label: 'Which incident is it part of?',
        hint: 'Its commander and everybody working on it see it from then on; nobody is paged for the alert any more.',
        element,
      }),
    ],
  })
}

/** For how long nobody is to be called for it, and why. */
export function silenceModal(alert: Alert, { alerts }: Pick<Policy, 'alerts'>): ModalView {
  const offered = MINUTES_OFFERED.filter((minutes) => minutes <= alerts.silenceMinutesMax)
  const minutes = offered.length === 0 ? [alerts.silenceMinutesMax] : offered
  const options = minutes.map((each) => option(duration(each * MINUTE), `${each}`))
  const likely = options.find(({ value }) => value === `${MINUTES_LIKELY}`) ?? options[0]
  const element: StaticSelect = {
    type: 'static_select',
    options,
    ...(likely && { initial_option: likely }),
  }
  return formView({
    form: ALERT_FORMS.silence,
    title: 'Silence an alert',
    submit: 'Silence',
    memory: { alert: alert.id },
    blocks: [
      about(alert),
      input({ id: FIELDS.duration, label: 'For how long?', element }),
      input({
        id: FIELDS.reason,
        label: 'Why?',
        hint: 'Stands on its line, for whoever wonders.',
        element: textInput({ max: REASON_MAX, placeholder: 'A test runs until noon', focus: true }),
      }),
      context('Whatever gets worse calls people all the same.'),
    ],
  })
}

function about(alert: Alert) {
  return section(`${alertBadge(alert)} · ${alertName(alert, SHOWN.titleInCard)}${service(alert)}`)
}

function service({ service: name }: Alert): string {
  return name === undefined ? '' : ` · ${lineOf(name, SHOWN.titleInLine)}`
}
