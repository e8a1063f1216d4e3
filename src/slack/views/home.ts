import type { HomeView, KnownBlock } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import { rolesOf } from '../../core/incident/roles.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, divider, header, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { summary } from './answers.ts'
import { takeButton, updateButton } from './controls-row.ts'
import { nameOf, roleName, severityBadge } from './labels.ts'

/** Three blocks each; a home tab takes a hundred. */
const SHOWN_MAX = 25

/** A person's own page: what they have to do, and what is open. */
export function homeView(person: string, open: readonly Incident[], policy: Policy): HomeView {
  const mine = open.filter((incident) => rolesOf(incident, person).length > 0)
  const declare = button({
    text: 'Declare an incident…',
    action: ACTIONS.declare,
    value: 'home',
    style: 'danger',
  })
  return {
    type: 'home',
    blocks: [
      actions('home', [declare]),
      header('My duties'),
      ...(mine.length === 0
        ? [section('You have no role in an open incident.')]
        : mine.slice(0, SHOWN_MAX).map((incident) => duty(person, incident, policy))),
      divider,
      header(open.length === 0 ? 'Open incidents' : `Open incidents (${open.length})`),
      ...(open.length === 0
        ? [section('🌤️ Nothing is open.')]
        : open.slice(0, SHOWN_MAX).flatMap((incident) => entry(incident))),
      ...(open.length > SHOWN_MAX ? [context('`/incident list` shows more.')] : []),
    ],
  }
}

function duty(person: string, incident: Incident, policy: Policy): KnownBlock {
  const roles = rolesOf(incident, person).map((role) => roleName(role, policy))
  return section(
    `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}: you are *${roles.join('* and *')}*.`,
  )
}

function entry(incident: Incident): KnownBlock[] {
  const { id } = incident
  const take = incident.roles.commander === undefined ? [takeButton(incident)] : []
  const timeline = button({
    text: 'Show timeline',
    action: ACTIONS.timeline,
    value: controlValue(id, '1'),
    label: `Show the timeline of ${id}`,
  })
  return [
    section(summary(incident)),
    actions(`home ${id}`, [...take, updateButton(incident, false), timeline]),
  ]
}
