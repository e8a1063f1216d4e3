import type { Button, HomeView, KnownBlock } from '@slack/types'
import type { Alert } from '../../core/alert/alert.ts'
import type { Instant } from '../../core/decider.ts'
import { updateOwner } from '../../core/incident/cadence.ts'
import { gravestFirst } from '../../core/incident/gravest.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { rolesOf } from '../../core/incident/roles.ts'
import type { Run } from '../../core/ladder/climber.ts'
import { openRuns } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { actions, button, context, divider, header, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { channel, clockTime, lineOf } from '../mrkdwn.ts'
import { summary } from './answers.ts'
import { takeButton, updateButton } from './controls-row.ts'
import { alertsAtHome } from './home-alerts.ts'
import { owedBlocks } from './home-owed.ts'
import { switchesAtHome } from './home-switches.ts'
import { nameOf, roleName, severityBadge } from './labels.ts'
import { acknowledgeButton } from './page.ts'

/** Two blocks each. */
const DUTIES_MAX = 15
/** As many as anybody looks through, if there is room for so many. */
const SHOWN_MAX = 25

/** A person's own page: what they have to do, and what is open. `all`: what is open, in any order. `owed`: incidents after which they owe something. `firing`: alerts. `switches`: those that are out are shown. */
export function homeView(
  person: string,
  all: readonly Incident[],
  policy: Policy,
  owed: { theirs: readonly Incident[]; now: Instant } = { theirs: [], now: 0 },
  firing: readonly Alert[] = [],
  switches: readonly Switch[] = [],
): HomeView {
  const open = gravestFirst(all)
  const mine = open.filter((incident) => isTheirs(person, incident))
  const before = [
    header('Incidents'),
    section(
      'When something breaks, declare it: the people it takes are brought together, and every act goes on one timeline. Unsure how bad it is? Take the higher severity.',
    ),
    actions('home', [declareButton(open.length === 0)]),
    divider,
    ...alertsAtHome(firing),
    ...(open.length === 0 ? [] : [header('My duties'), ...duties(person, mine, policy), divider]),
    ...owedBlocks(person, owed.theirs, owed.now),
    ...switchesAtHome(switches),
  ]
  return { type: 'home', blocks: [...before, ...openBlocks(open, LIMITS.viewBlocks - before.length)] }
}

/** As many as there is room for, two blocks each, beside a header and a line below. */
function openBlocks(open: readonly Incident[], room: number): KnownBlock[] {
  if (open.length === 0) {
    const none = section('🌤️ None. `/incident list all` shows those that are over.')
    return [header('Open incidents'), none]
  }
  const shown = open.slice(0, Math.min(SHOWN_MAX, Math.floor((room - 2) / 2)))
  return [
    header(`Open incidents (${open.length})`),
    ...shown.flatMap((incident) => entry(incident)),
    ...(open.length > shown.length ? [context('`/incident list` shows more.')] : []),
  ]
}

/** The thing to do while all is well; beside open incidents it steps back behind them. */
function declareButton(first: boolean): Button {
  const parts = { text: 'Declare an incident…', action: ACTIONS.declare, value: 'home' }
  return button(first ? { ...parts, style: 'primary' } : parts)
}

function duties(person: string, mine: readonly Incident[], policy: Policy): KnownBlock[] {
  if (mine.length === 0)
    return [section('Nothing is asked of you just now, and you have no role in an open incident.')]
  return mine.slice(0, DUTIES_MAX).flatMap((incident) => duty(person, incident, policy))
}

/** What they hold, what they owe, and what waits for their answer. */
function isTheirs(person: string, incident: Incident): boolean {
  return (
    rolesOf(incident, person).length > 0 ||
    openPages(person, incident).length > 0 ||
    (incident.cadence !== undefined && updateOwner(incident) === person)
  )
}

function openPages(person: string, incident: Incident): Run[] {
  return openRuns(incident).filter(({ people }) => people.some(({ user }) => user === person))
}

function duty(person: string, incident: Incident, policy: Policy): KnownBlock[] {
  const pages = openPages(person, incident)
  const [page] = pages
  const owed =
    incident.cadence !== undefined && updateOwner(incident) === person ? incident.cadence : undefined
  const lines = [
    ...(page === undefined ? [] : [`📟 *You are paged:* ${lineOf(page.why, SHOWN.titleInLine)}`]),
    ...(owed === undefined
      ? []
      : [`⏰ You owe an update ${owed.stage === 'asked' ? 'since' : 'by'} ${clockTime(owed.due)}.`]),
  ]
  const controls = [
    ...(page === undefined ? [] : [acknowledgeButton(incident, page)]),
    ...(owed === undefined ? [] : [updateButton(incident, page === undefined)]),
  ]
  const about = section([held(person, incident, policy), ...lines].join('\n'))
  return controls.length === 0 ? [about] : [about, actions(`duty ${incident.id}`, controls)]
}

function held(person: string, incident: Incident, policy: Policy): string {
  const roles = rolesOf(incident, person).map((role) => roleName(role, policy))
  const place = incident.channel === undefined ? '' : ` ${channel(incident.channel.id)}`
  const are = roles.length === 0 ? '' : `: you are *${roles.join('* and *')}*.`
  return `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}${are}${place}`
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
