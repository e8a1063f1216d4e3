import type { Button, KnownBlock } from '@slack/types'
import type { Entry } from '../../core/decider.ts'
import type { Policy } from '../../core/policy.ts'
import { describeSwitch } from '../../core/switch/describe.ts'
import type { Switch, SwitchEvent } from '../../core/switch/switch.ts'
import { actions, button, context, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, lineOf, packed } from '../mrkdwn.ts'
import { SWITCH_ACTIONS, switchValue } from '../switch-controls.ts'
import { doer, renderedParts } from './lines.ts'
import { switchName } from './switch-labels.ts'

type Named = Pick<Policy, 'roles'>

/** One page of what was done to a switch, oldest first. */
export function historyMessage(
  state: Switch,
  { entries, page, pages }: { entries: readonly Entry<SwitchEvent>[]; page: number; pages: number },
  policy: Named,
): Message {
  const lines = entries.map((entry) => changeLine(entry, policy))
  const older = page < pages ? [pageButton(state.key, 'Older', SWITCH_ACTIONS.historyOlder, page + 1)] : []
  const newer = page > 1 ? [pageButton(state.key, 'Newer', SWITCH_ACTIONS.historyNewer, page - 1)] : []
  return {
    text: `What was done to ${state.terms.name}`,
    blocks: [
      section(`${switchName(state)}: what was done to it`),
      ...packed(lines, LIMITS.sectionText).map((text) => section(text)),
      ...(older.length + newer.length === 0 ? [] : [actions('switch pages', [...older, ...newer])]),
      context(`Page ${page} of ${pages}, the newest entries last.`),
    ],
  }
}

/** The last decisions about all switches, oldest first. */
export function lastChanges(
  changes: readonly { state: Switch; entry: Entry<SwitchEvent> }[],
  policy: Named,
): Message {
  const title = 'Last changes of kill switches'
  const lines = changes.map(({ state, entry }) => `\`${state.key}\`  ${changeLine(entry, policy)}`)
  const body: KnownBlock[] =
    lines.length === 0
      ? [section('Nothing was done to any kill switch yet.')]
      : packed(lines, LIMITS.sectionText).map((text) => section(text))
  const foot = context('`/killswitch history &lt;switch&gt;` shows all of one.')
  return { text: title, blocks: [header(title), ...body, foot] }
}

function changeLine(entry: Entry<SwitchEvent>, policy: Named): string {
  const { by, does, details } = describeSwitch(entry)
  const said = details
    .map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`))
    .join(' · ')
  const line = `${dateTime(entry.at)}  ${doer(by)} ${renderedParts(does, policy)}`
  return said === '' ? line : `${line}\n> ${lineOf(said, SHOWN.timelineLine)}`
}

function pageButton(key: string, text: string, action: string, page: number): Button {
  return button({
    text,
    action,
    value: switchValue(key, undefined, page),
    label: `${text} entries of ${key}`,
  })
}
