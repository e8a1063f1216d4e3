import type { Button, KnownBlock } from '@slack/types'
import type { Alert } from '../../core/alert/alert.ts'
import { openRuns } from '../../core/ladder/runs.ts'
import { ALERT_ACTIONS, alertValue } from '../alert-controls.ts'
import { actions, button } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'

/** What makes sense to do with it now, and nothing else. */
export function alertButtons(alert: Alert): KnownBlock[] {
  return [actions(`alert ${alert.id}`, sensible(alert))]
}

function sensible(alert: Alert): Button[] {
  const { status, incident } = alert
  const into = incident === undefined ? [declareButton(alert), linkButton(alert)] : [incidentButton(incident)]
  const moved = incident === undefined ? [] : [moveButton(alert)]
  switch (status) {
    case 'firing':
      return [acknowledgeAlert(alert), ...into, ...moved, silenceButton(alert)]
    case 'acknowledged':
      return [...into, ...moved, silenceButton(alert)]
    case 'silenced':
      return [endSilenceButton(alert), ...into]
    case 'resolved':
      return into
  }
}

/**
 * With `run`: the answer to that page; else to the alert and every page that is open for it. What nobody waits for is
 * not shouted.
 */
export function acknowledgeAlert(alert: Alert, run?: number): Button {
  const { id, acknowledge, missed } = alert
  const parts = {
    text: 'Acknowledge',
    action: ALERT_ACTIONS.acknowledge,
    value: alertValue(id, run),
    label: `Acknowledge ${id}`,
  }
  const isAwaited = run !== undefined || acknowledge !== undefined || missed > 0 || openRuns(alert).length > 0
  return button(isAwaited ? { ...parts, style: 'primary' } : parts)
}

export function declareButton({ id }: Pick<Alert, 'id'>): Button {
  const value = alertValue(id)
  return button({
    text: 'Declare…',
    action: ALERT_ACTIONS.declare,
    value,
    label: `Declare an incident from ${id}`,
  })
}

function linkButton({ id }: Alert): Button {
  return button({
    text: 'Link to incident…',
    action: ALERT_ACTIONS.link,
    value: alertValue(id),
    label: `Link ${id} to an open incident`,
  })
}

/** It was linked to the wrong one. */
function moveButton({ id }: Alert): Button {
  const value = alertValue(id)
  return button({ text: 'Move…', action: ALERT_ACTIONS.link, value, label: `Move ${id} to another incident` })
}

function silenceButton({ id }: Alert): Button {
  return button({
    text: 'Silence…',
    action: ALERT_ACTIONS.silence,
    value: alertValue(id),
    label: `Silence ${id} for a while`,
  })
}

function endSilenceButton({ id }: Alert): Button {
  return button({
    text: 'End silence',
    action: ALERT_ACTIONS.endSilence,
    value: alertValue(id),
    label: `End the silence of ${id}`,
  })
}

function incidentButton(incident: string): Button {
  const value = controlValue(incident)
  return button({
    text: `Show ${incident}`,
    action: ACTIONS.open,
    value,
    label: `Show how ${incident} stands`,
  })
}

export function openAlertButton({ id }: Pick<Alert, 'id'>): Button {
  return button({
    text: 'Show',
    action: ALERT_ACTIONS.open,
    value: alertValue(id),
    label: `Show how ${id} stands`,
  })
}
