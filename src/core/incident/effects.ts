/**
 * The work that an incident makes owed, by kind, for who performs it. The entry that caused an effect and the
 * newest state say the rest; `args` are all that is named here.
 *
 * | kind | lane, subject | args | to do |
 * |---|---|---|---|
 * | slack.post-card    | say, `room:<name>`    |               | post and pin the card in the room; answer with `record-card` |
 * | slack.sync-card    | sync, `card:INC-n`    |               | make the card show the newest state (nothing to do before it is posted) |
 * | slack.say          | say, `room:<name>`    | to: 'thread', broadcast | tell what the entry says in the card's thread |
 * | slack.say          | say, `channel:<id>`   | to: 'channel', broadcast: false | the same in the incident's own channel |
 * | slack.open-channel | say, `incident:INC-n` |               | create the incident's own channel; answer with `record-channel` |
 * | slack.welcome      | say, `channel:<id>`   |               | first message there: what is known, and the controls |
 * | slack.invite       | say, `invite:<id>`    | user?         | invite that person, or else whom the policy names for the severity, the declarer and the role holders |
 * | slack.sync-topic   | sync, `topic:INC-n`   |               | make the topic show the newest state |
 * | slack.offer-triage | say, `user:<id>`        | user          | ask that person to judge the severity again, because of the doubt in the entry |
 * | slack.alarm        | say, `room:<name>`, `channel:<id>` or `user:<id>` | to: 'room', 'channel' or 'user'; user? | say loudly that the delivery named by the entry was given up |
 *
 * A given-up `slack.alarm` raises no further one: that is what keeps a dead channel from alarming about itself for ever.
 */
export const INCIDENT_EFFECTS = [
  'slack.post-card',
  'slack.sync-card',
  'slack.say',
  'slack.open-channel',
  'slack.welcome',
  'slack.invite',
  'slack.sync-topic',
  'slack.offer-triage',
  'slack.alarm',
] as const
export type IncidentEffect = (typeof INCIDENT_EFFECTS)[number]
