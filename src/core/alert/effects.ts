import type { PagerdutyEffect } from '../pagerduty/react.ts'

/**
 * The work that a line of alerts makes owed, by kind, for who performs it. The entry that caused an effect and the
 * newest state say the rest. Those that incidents owe too are told apart by their stream, `ALERT-n`.
 *
 * | kind | lane, subject | args | to do |
 * |---|---|---|---|
 * | slack.post-alert | page when critical, else say; `alerts:<name>` | | post the line in the channel `state.channel` names; answer with `record-line` |
 * | slack.sync-alert | sync, `alert:ALERT-n` | | make the line show the newest state (nothing to do before it is posted) |
 * | slack.say-alert  | say, `alerts:<name>` | broadcast | tell what the entry says in the line's thread |
 * | slack.page-rung  | page, as for incidents | run, step | find out who stands behind the rung; answer with `record-page` or `record-rung-empty` |
 * | slack.page       | page, as for incidents | run, step, user | page that person, unless the run is over; answer with `record-page-sent` or `record-page-failed` |
 * | slack.sync-page  | sync, as for incidents | run, user | make that person's copies of the page show the newest state |
 * | slack.call-for-help | page, `help:ALERT-n` | | say loudly in the channel that nobody answered, with the emergency contacts |
 * | alert.declare    | page, `alert-rule:<rule>` | rule | declare the incident that the policy wants, or join the one that the same rule declared and that is open |
 * | alert.tell-incident | say, `incident-alerts:INC-n` | incident | give the incident what the entry means to it, `record-alert` |
 * | pagerduty.…      | as for incidents | | the same; only notes are not mirrored |
 * | pagerduty.set-status | say, `pagerduty-status:ALERT-n` | status | give PagerDuty’s own incidents of this line that status |
 */
const ALERT_MESSAGES = [
  'slack.post-alert',
  'slack.sync-alert',
  'slack.say-alert',
  'slack.page-rung',
  'slack.page',
  'slack.sync-page',
  'slack.call-for-help',
] as const
export type AlertMessage = (typeof ALERT_MESSAGES)[number]
export type AlertEffect =
  | AlertMessage
  | PagerdutyEffect
  | 'pagerduty.set-status'
  | 'alert.declare'
  | 'alert.tell-incident'
