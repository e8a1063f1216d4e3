/**
 * The work that a switch makes owed, by kind, for who performs it. The entry that caused an effect and the newest
 * state say the rest.
 *
 * | kind | lane, subject | args | to do |
 * |---|---|---|---|
 * | switch.set            | page, `switch:SW-n`    | order | set what the order says and read it back; answer with `record-observed` or `record-set-failed`. Nothing to do when a newer order stands |
 * | switch.tell-incident  | page, `switch-story:SW-n` | incident | give the incident the event that tells it, `record-switch` |
 * | slack.switch-say      | say, `switch-room`     |       | tell it in the room, for what belongs to no incident |
 * | slack.switch-direct   | say, `user:<id>`       | user  | tell that person directly |
 * | slack.switch-alarm    | page, `switch-alarm:SW-n` |    | tell those behind the rungs of `switchTrouble` directly, and loudly |
 * | slack.switch-ask      | page, `switch-ask:SW-n` | ask   | ask everybody who may, directly, with buttons; answer with `record-asked` |
 * | slack.switch-sync-ask | sync, `switch-ask:SW-n:ask` | ask | make every copy of the request show what became of it |
 * | slack.switch-next     | say, `switch-next:SW-n` |      | say that a step of a gradual restore was watched long enough, with a button for the next |
 */
export const SWITCH_EFFECTS = ['switch.set', 'switch.tell-incident'] as const

export const SWITCH_MESSAGES = [
  'slack.switch-say',
  'slack.switch-direct',
  'slack.switch-alarm',
  'slack.switch-ask',
  'slack.switch-sync-ask',
  'slack.switch-next',
] as const
export type SwitchMessage = (typeof SWITCH_MESSAGES)[number]
export type SwitchEffect = (typeof SWITCH_EFFECTS)[number] | SwitchMessage
