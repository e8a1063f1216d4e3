import type { Button } from '@slack/types'
import { incidentOf, openApproval, standingOf } from '../../core/switch/standing.ts'
import type { Ask, Switch } from '../../core/switch/switch.ts'
import { type ButtonParts, button, plain } from '../blocks.ts'
import { LIMITS } from '../limits.ts'
import { OUT_OF_TURN, SWITCH_ACTIONS, switchValue } from '../switch-controls.ts'

/** A switch as far as a button names it: `target` may also be a bundle or a step. */
export type Named = { target: string; name: string; incident?: string }

export function named(state: Switch): Named {
  const { key, terms } = state
  const incident = incidentOf(state)
  return { target: key, name: terms.name, ...(incident !== undefined && { incident }) }
}

function press(
  { target, incident }: Named,
  { number, ...parts }: Omit<ButtonParts, 'value'> & { number?: number },
): Button {
  return button({ ...parts, value: switchValue(target, incident, number) })
}

/** The one button that makes most sense as a switch stands. */
export function mainButton(state: Switch, incident?: string): Button {
  const pending = openApproval(state)
  if (pending !== undefined) return approveButton(named(state), pending.ask)
  switch (standingOf(state)) {
    case 'stuck':
      return tryAgainButton(named(state))
    case 'drifted':
      return putBackButton(named(state))
    case 'pulled':
    case 'pulling':
      return restoreButton(named(state))
    default:
      return pullButton({ target: state.key, name: state.terms.name, ...(incident && { incident }) })
  }
}

/** All that can be done about a switch as it stands, the most useful first. */
export function decisionButtons(state: Switch): Button[] {
  const it = named(state)
  switch (standingOf(state)) {
    case 'stuck':
      return [
        tryAgainButton(it),
        ...(state.order?.act === 'pull' ? [restoreButton(it)] : [pullButton(it, 'Pull again…')]),
      ]
    case 'drifted':
      return [putBackButton(it), acceptButton(it)]
    case 'pulled':
      return keepOrRestore(it)
    case 'pulling':
      return [restoreButton(it, 'Turn back…')]
    case 'restoring':
      return [pullButton(it, 'Pull again…')]
    default:
      return [pullButton(it)]
  }
}

/** What becomes of one that is pulled. */
export function keepOrRestore(it: Named): Button[] {
  return [restoreButton(it), keepButton(it), laterButton(it)]
}

export function pullButton(it: Named, text = 'Pull…'): Button {
  return press(it, { text, action: SWITCH_ACTIONS.pull, label: `Pull ${it.name}` })
}

/** For what stops everything: it has to be found at 03:00. */
export function emergencyButton(it: Named): Button {
  return { ...pullButton(it, `${it.name}…`), style: 'danger' }
}

export function restoreButton(it: Named, text = 'Restore…'): Button {
  return press(it, { text, action: SWITCH_ACTIONS.restore, label: `Restore ${it.name}` })
}

/** The policy has an order in which switches come back; this does not wait for the others. */
export function restoreEarlyButton(it: Named): Button {
  const label = `Restore ${it.name} before its turn`
  return press(it, {
    text: 'Restore before its turn…',
    action: SWITCH_ACTIONS.restore,
    label,
    number: OUT_OF_TURN,
  })
}

function keepButton(it: Named): Button {
  return press(it, { text: 'Keep it pulled…', action: SWITCH_ACTIONS.keep, label: `Keep ${it.name} pulled` })
}

function laterButton(it: Named): Button {
  return press(it, { text: 'Later', action: SWITCH_ACTIONS.later, label: `Decide about ${it.name} later` })
}

export function putBackButton(it: Named): Button {
  const label = `Undo what ${it.name} was changed to elsewhere`
  return press(it, { text: 'Put back…', action: SWITCH_ACTIONS.putBack, label, style: 'primary' })
}

export function acceptButton(it: Named): Button {
  const label = `Accept what ${it.name} was changed to elsewhere`
  return press(it, { text: 'Accept…', action: SWITCH_ACTIONS.accept, label })
}

export function tryAgainButton(it: Named): Button {
  const label = `Try again to set ${it.name}`
  return press(it, { text: 'Try again now', action: SWITCH_ACTIONS.tryAgain, label, style: 'primary' })
}

export function statusButton(it: Named): Button {
  return press(it, { text: 'Details', action: SWITCH_ACTIONS.status, label: `All about ${it.name}` })
}

export function approveButton(it: Named, ask: number): Button {
  const label = `Approve what was asked for ${it.name}`
  return press(it, { text: 'Approve', action: SWITCH_ACTIONS.approve, label, number: ask, style: 'primary' })
}

export function declineButton(it: Named, ask: number): Button {
  const label = `Decline what was asked for ${it.name}`
  return press(it, { text: 'Decline', action: SWITCH_ACTIONS.decline, label, number: ask })
}

/** One tap, asked once more by Slack itself: it is pressed on a telephone, by somebody just woken. */
export function doItButton(state: Switch, { ask, act }: Ask): Button {
  const { name, blastRadius } = state.terms
  const text = act === 'pull' ? 'Pull it' : 'Restore it'
  const label = `${text}: ${name}`
  return {
    ...press(named(state), { text, action: SWITCH_ACTIONS.doIt, label, number: ask, style: 'danger' }),
    confirm: {
      title: plain(`${text}?`, LIMITS.confirmTitle),
      text: plain(`${name}. Who notices: ${blastRadius}`, LIMITS.confirmText),
      confirm: plain(text, LIMITS.confirmButton),
      deny: plain('Cancel', LIMITS.confirmButton),
    },
  }
}

export function askButton(it: Named): Button {
  const label = `Ask those who may do it for ${it.name}`
  return press(it, { text: 'Ask those who may', action: SWITCH_ACTIONS.ask, label, style: 'primary' })
}

export function listButton(incident?: string): Button {
  const it = { target: '*all', name: 'all', ...(incident !== undefined && { incident }) }
  return press(it, { text: 'Kill switches…', action: SWITCH_ACTIONS.list, label: 'Show the kill switches' })
}
