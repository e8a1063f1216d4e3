import { PAGERDUTY_EFFECTS } from '../pagerduty/react.ts'

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
 * | slack.post-own-card | say, `channel:<id>`  |               | post and pin the card there; answer with `record-own-card` |
 * | slack.sync-own-card | sync, `own-card:INC-n` |             | make that card show the newest state |
 * | slack.invite       | say, `invite:<id>`    | user?         | invite that person, or else whom the policy names for the severity, the declarer and the role holders |
 * | slack.sync-topic   | sync, `topic:INC-n`   |               | make the topic show the newest state |
 * | slack.offer-triage | say, `user:<id>`        | user          | ask that person to judge the severity again, because of the doubt in the entry |
 * | slack.alarm        | say, `room:<name>`, `channel:<id>` or `user:<id>` | to: 'room', 'channel' or 'user'; user? | say loudly that the delivery named by the entry was given up |
 * | slack.page-rung    | page, `page:INC-n:run.step` | run, step | find out who stands behind the rung that the entry calls; answer with `record-page` or `record-rung-empty` |
 * | slack.page         | page, `page:INC-n:run.step:U…` | run, step, user | page that person by direct message, unless the run is over; answer with `record-page-sent`, or `record-page-failed` when that can never work |
 * | slack.sync-page    | sync, `copy:INC-n:run:U…` | run, user | make that person's copies of the page show the newest state |
 * | slack.call-for-help | page, `help:room:<name>` or `help:channel:<id>` | to: 'room' or 'channel' | say loudly that nobody answered, with the emergency contacts |
 * | slack.nudge        | say or page, `user:<id>` | user | tell who owes the update directly that it is due soon, or was missed |
 * | slack.ask-update   | say, `room:<name>` or `channel:<id>` | to: 'thread' or 'channel' | say that an update is due, with a button that opens its form |
 * | slack.ask-review-owner | say, `user:<id>` | user | tell that person that a review has begun, and ask who owns it |
 * | slack.tell-review-owner | say, `user:<id>` | user | tell that person that the review is theirs now |
 * | slack.remind-review | say, `user:<id>` | user | tell that person that the review is due, or overdue |
 * | slack.tell-managers | say, `managers:INC-n` | | tell whom the policy names as managers that the review is overdue |
 * | slack.assign-follow-up | say, `user:<id>` | user, number | tell that person that a follow-up is theirs now |
 * | slack.remind-follow-up | say, `user:<id>` | user, number | tell that person that a follow-up is due, or overdue |
 * | slack.deliver-report | file, `report:INC-n` | resolved? or user? | hand over the report: in the card's thread, and as a canvas where that can be; to that person when one is named; after resolving only if it still is; answer with `record-report` |
 * | slack.sync-report  | sync, `report:INC-n`  |               | write the report's canvas anew |
 * | slack.look-at-message | sync, `message:C…:ts` | channel, ts | read that message as it is now, with its pins; answer with `record-message` |
 * | slack.tell         | say, `aside:U…`       | user, channel | tell that person alone, in that channel, what became of a pin; not worth an alarm |
 * | slack.keep-file    | file, `file:F…`       | file          | find out what is not known of that file, keep its bytes if the policy asks for that; answer with `record-file` |
 * | slack.forget-file  | file, `file:F…`       | file          | forget the copy of that file |
 * | slack.redact-copies | say, `redact:INC-n:seq` |            | overwrite the messages that told of the entry that was redacted |
 * | slack.send-timeline | file, `timeline:INC-n:seq` |           | post the timeline as a file where people work on the incident |
 * | statuspage.publish  | say, `statuspage:INC-n` | target | post the released text of the entry; answer with `record-delivered` |
 * | statuspage.restore  | say, `statuspage:INC-n` |  | put the public incident back to how it was left; answer with `record-statuspage-restored` |
 * | email.send          | say, `email:<audience>` | target | mail it; the same |
 * | slack.tell-audience | say, `channel:<name>` | target | post it in that channel; the same |
 * | flags.show-banner   | say, `flags`  | target | set the banner to it, or empty it; the same |
 * | slack.ask-approval  | say, `approval:INC-n` | message | ask those who may approve, each directly |
 * | slack.sync-approval | sync, `approval:INC-n:m` | message | bring the copies of those who were asked up to date |
 * | slack.nudge-public  | say or page, `user:<id>` | user | tell who owes the public a notice that it is due soon, or was missed |
 * | alert.link          | say, `alert-link:ALERT-n` | alert, by? | tell the alert that it belongs to this incident now |
 * | slack.brief         | say, `user:<id>` | user | tell that person how it stands, for they take over; nothing to do once it is over |
 * | pagerduty.trigger   | page, `pagerduty:INC-n:run` | run, step, again? | page through PagerDuty, unless the run is over; answer with `record-pagerduty-paged` or `record-pagerduty-failed` |
 * | pagerduty.ask-responders | page, `pagerduty-responders:INC-n` | run, step, key | ask those on call who are not assigned there to join; answer with `record-pagerduty-unasked` where the account does not offer that |
 * | pagerduty.acknowledge, pagerduty.resolve | page, `pagerduty:INC-n:<key>` | key | tell PagerDuty; answer with `record-pagerduty-told` |
 * | pagerduty.catch-up  | page, `pagerduty:INC-n:<key>` or `pagerduty:INC-n:run` | before; key, or run and step | after an absence: ask PagerDuty how that page stands there, and do here what was done there |
 * | pagerduty.note      | say, `pagerduty-notes:INC-n` | | put what the entry says there as a note, once |
 *
 * A given-up `slack.alarm` raises no further one: that is what keeps a dead channel from alarming about itself for ever.
 */
export const INCIDENT_EFFECTS = [
  'slack.post-card',
  'slack.sync-card',
  'slack.say',
  'slack.open-channel',
  'slack.post-own-card',
  'slack.sync-own-card',
  'slack.invite',
  'slack.sync-topic',
  'slack.offer-triage',
  'slack.alarm',
  'slack.page-rung',
  'slack.page',
  'slack.sync-page',
  'slack.call-for-help',
  'slack.nudge',
  'slack.ask-update',
  'slack.ask-review-owner',
  'slack.tell-review-owner',
  'slack.remind-review',
  'slack.tell-managers',
  'slack.assign-follow-up',
  'slack.remind-follow-up',
  'slack.deliver-report',
  'slack.sync-report',
  'slack.look-at-message',
  'slack.tell',
  'slack.keep-file',
  'slack.forget-file',
  'slack.redact-copies',
  'slack.send-timeline',
  'slack.tell-audience',
  'slack.ask-approval',
  'slack.sync-approval',
  'slack.nudge-public',
  'slack.brief',
  'statuspage.publish',
  'statuspage.restore',
  'email.send',
  'flags.show-banner',
  ...PAGERDUTY_EFFECTS,
  'alert.link',
] as const
export type IncidentEffect = (typeof INCIDENT_EFFECTS)[number]
