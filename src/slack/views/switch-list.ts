import type { KnownBlock } from '@slack/types'
import { isTemplateSwitch } from '../../core/comms/template-switches.ts'
import type { Policy } from '../../core/policy.ts'
import { PROVIDER_NAMES } from '../../core/policy-switches.ts'
import { inWords } from '../../core/switch/authority.ts'
import { isOut, openApproval, valueInWords } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { actions, context, divider, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { clockTime, dateTime, lineOf, packed, user } from '../mrkdwn.ts'
import {
  approveButton,
  decisionButtons,
  declineButton,
  emergencyButton,
  mainButton,
  named,
} from './switch-buttons.ts'
import { byUrgency, standingLine, switchName, switchSign } from './switch-labels.ts'

/** What a list of switches is made from. `missing`: why a switch cannot be set or read at all. */
export type Listed = {
  switches: readonly Switch[]
  policy: Policy
  incident?: string
  suggested: readonly string[]
  missing(state: Switch): string | undefined
  lastLook(state: Switch): number | undefined
}

/** A message holds 50 blocks: so many that are out get all their buttons, so many more get one, the rest are named. */
const OUT_MAX = 8
const ROWS_MAX = 20
const BUNDLES_MAX = 5

/** All switches at a glance: what is out first, then what is suggested for the incident, then the others. */
export function switchList(list: Listed): Message {
  const { switches, suggested } = list
  if (switches.length === 0) {
    const none =
      'There are no kill switches yet. Somebody has to name them in `policy.yml`, under `switches`.'
    return { text: none, blocks: [section(none)] }
  }
  const out = switches.filter(isOut).toSorted(byUrgency)
  const offered = suggested.flatMap((key) => switches.filter((state) => state.key === key && !isOut(state)))
  const others = switches
    .filter((state) => !isOut(state) && !offered.includes(state) && !isTemplateSwitch(state.key))
    .toSorted(byUrgency)
  const [full, more] = [out.slice(0, OUT_MAX), [...out.slice(OUT_MAX), ...offered].slice(0, ROWS_MAX)]
  const shownOthers = others.slice(0, ROWS_MAX - more.length)
  const shown = new Set([...full, ...more, ...shownOthers])
  const unshown = [...out, ...offered, ...others].filter((state) => !shown.has(state))
  return {
    text:
      out.length === 0
        ? 'No kill switch is pulled.'
        : `${out.length} of ${switches.length} kill switches are pulled.`,
    blocks: [
      header('Kill switches'),
      ...bundleRows(list),
      ...full.flatMap((state) => outRow(state, list)),
      ...(offered.length === 0 ? [] : [context(`*Suggested for ${list.incident}*, fastest first`)]),
      ...more.map((state) => row(state, list)),
      ...(offered.length + out.length === 0 || shownOthers.length === 0 ? [] : [divider]),
      ...shownOthers.map((state) => row(state, list)),
      ...beyond(unshown),
      ...templatesBeside(switches),
      context(foot(list)),
    ],
  }
}

/** Templates in daily use are many and seldom meant; they are named by their command. */
function templatesBeside(switches: readonly Switch[]): KnownBlock[] {
  const inUse = switches.filter((state) => isTemplateSwitch(state.key) && !isOut(state))
  if (inUse.length === 0) return []
  const [first] = inUse
  return [
    context(
      `Templates of messages can be taken out of use as well (${inUse.length}): \`/killswitch pull ${first?.key} <reason>\`.`,
    ),
  ]
}

function bundleRows({ policy, incident }: Listed): KnownBlock[] {
  const shown = Object.entries(policy.bundles).slice(0, BUNDLES_MAX)
  return shown.map(([key, { name, does, switches }]) =>
    section(
      `*${lineOf(name, SHOWN.titleInLine)}* \`${key}\`\n${lineOf(does, SHOWN.because)} _Pulls ${switches.map((each) => `\`${each}\``).join(', ')}._`,
      emergencyButton({ target: key, name, ...(incident && { incident }) }),
    ),
  )
}

function outRow(state: Switch, list: Listed): KnownBlock[] {
  const pending = openApproval(state)
  const buttons =
    pending === undefined
      ? decisionButtons(state)
      : [approveButton(named(state), pending.ask), declineButton(named(state), pending.ask)]
  return [
    section(`${switchSign(state)} ${switchName(state)}\n${standingLine(state, list.missing(state))}`),
    actions(`switch ${state.id}`, buttons),
  ]
}

function row(state: Switch, list: Listed): KnownBlock {
  const missing = list.missing(state)
  const pending = openApproval(state)
  const asked =
    pending === undefined
      ? ''
      : `\n🤝 ${user(pending.by)} asks to ${pending.act} it; a second person has until ${clockTime(pending.until ?? 0)}`
  const trouble = missing === undefined ? '' : `\n⚠️ ${lineOf(missing, SHOWN.because)}`
  const text = `${switchSign(state)} ${switchName(state)}  ${glance(state)}\n${lineOf(state.terms.does, SHOWN.because)}${asked}${trouble}`
  return section(text, mainButton(state, list.incident))
}

function glance({ observed }: Switch): string {
  return observed === undefined
    ? 'not read yet'
    : `*${lineOf(valueInWords(observed.value), SHOWN.titleInLine)}*`
}

function beyond(rest: readonly Switch[]): KnownBlock[] {
  if (rest.length === 0) return []
  const lines = rest.map((state) => `${switchSign(state)} ${switchName(state)}  ${glance(state)}`)
  return packed(lines, LIMITS.sectionText).map((text) => section(text))
}

function foot({ switches, lastLook }: Listed): string {
  const looks = switches.map(lastLook).filter((at) => at !== undefined)
  const read = looks.length === 0 ? '' : `Last read back: ${dateTime(Math.min(...looks))}. `
  return `${read}\`/killswitch pull &lt;switch&gt; &lt;reason&gt;\` does it in one line; \`/killswitch help\` says what else there is.`
}

/** One switch with all there is to know before touching it. */
export function switchStatus(state: Switch, list: Omit<Listed, 'switches' | 'suggested'>): Message {
  const { terms, retired } = state
  const line = `${switchSign(state)} ${switchName(state)}\n${standingLine(state, list.missing(state))}`
  const look = list.lastLook(state)
  const read = look === undefined ? '' : ` · read back ${dateTime(look)}`
  return {
    text: `${terms.name}: ${standingLine(state, list.missing(state))}`,
    blocks: [
      section(line),
      section(factsOf(state, list.policy).join('\n')),
      ...(retired ? [section('⚠️ The policy no longer names it. It can only be restored.')] : []),
      actions(`switch ${state.id}`, decisionButtons(state)),
      context(
        `${state.id} · lives in ${PROVIDER_NAMES[terms.provider]}${read} · ${times(state.pulls)} · \`/killswitch history ${state.key}\``,
      ),
    ],
  }
}

/** What pulling it does, who notices, what it costs, who may. */
function factsOf({ terms }: Pick<Switch, 'terms'>, policy: Policy): string[] {
  const { does, blastRadius, costs, normal, safe, mayPull, mayRestore, approval, stage } = terms
  const may = (who: typeof mayPull) =>
    who === 'members' ? 'every full member' : inWords(who, policy) || 'nobody'
  const second =
    approval === undefined
      ? []
      : [
          `*Second person:* needed to ${approval.for.join(' and to ')} it, within ${approval.withinMinutes} minutes`,
        ]
  return [
    `*Does:* ${lineOf(does, SHOWN.because)}`,
    `*Who notices:* ${lineOf(blastRadius, SHOWN.because)}`,
    ...(costs === undefined ? [] : [`*Costs:* ${lineOf(costs, SHOWN.because)}`]),
    `*Values:* ${lineOf(valueInWords(normal), SHOWN.because)} as usual, ${lineOf(valueInWords(safe), SHOWN.because)} when pulled`,
    `*May pull:* ${lineOf(may(mayPull), SHOWN.because)}`,
    `*May restore:* ${lineOf(may(mayRestore), SHOWN.because)}`,
    ...second,
    ...(stage === undefined
      ? []
      : [`*Comes back in step:* ${stage.index + 1}, ${lineOf(stage.name, SHOWN.titleInLine)}`]),
  ]
}

function times(count: number): string {
  if (count === 0) return 'never pulled yet'
  return count === 1 ? 'pulled once so far' : `pulled ${count} times so far`
}
