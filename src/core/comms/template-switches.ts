import { SWITCHES_MAX } from '../limits.ts'
import type { Policy, PolicyContent } from '../policy.ts'
import type { SwitchRules } from '../policy-switches.ts'
import type { Switch } from '../switch/switch.ts'
import type { CommsTemplate } from './template.ts'

/** What the key of a template's kill switch begins with. */
const PREFIX = 'template-'
const DAY_MINUTES = 24 * 60

export function isTemplateSwitch(key: string): boolean {
  return key.startsWith(PREFIX)
}

/**
 * The policy with a kill switch for every template that it names none for: pulled, the template is disabled. Whoever
 * may send messages may do so, unless the policy says otherwise with a switch of that key.
 */
export function templateSwitches(
  policy: PolicyContent,
  templates: readonly Pick<CommsTemplate, 'key' | 'name'>[],
): Policy['switches'] {
  const { switches } = policy
  const room = Math.max(0, SWITCHES_MAX - Object.keys(switches).length)
  const missing = templates.filter(({ key }) => !Object.hasOwn(switches, PREFIX + key)).slice(0, room)
  return {
    ...switches,
    ...Object.fromEntries(missing.map((template) => [PREFIX + template.key, rulesFor(template, policy)])),
  }
}

function rulesFor({ name }: Pick<CommsTemplate, 'name'>, { may }: PolicyContent): SwitchRules {
  const who = may['send-message'] ?? 'members'
  return {
    name: `Message template: ${name}`,
    does: 'Takes this template of messages out of use.',
    blastRadius: 'Whoever writes messages about incidents; readers notice nothing.',
    normal: true,
    safe: false,
    provider: 'built-in',
    at: {},
    mayPull: who,
    mayRestore: who,
    needsIncident: false,
    customers: false,
    takesSeconds: 1,
    suggestedFor: { classes: [], severities: [] },
    remindAfterMinutes: DAY_MINUTES,
    remindEveryMinutes: DAY_MINUTES,
    checkEveryMinutes: 60,
    stuckAfterMinutes: 5,
  }
}

/** The templates that must not be used now, by key, with why. */
export function disabledTemplates(switches: readonly Switch[]): Map<string, string> {
  const off = switches.filter(
    ({ key, wanted, observed, terms }) =>
      isTemplateSwitch(key) && (wanted?.position === 'safe' || observed?.value === terms.safe),
  )
  return new Map(
    off.map(({ key, wanted }) => [key.slice(PREFIX.length), wanted?.reason || 'it was switched off']),
  )
}
