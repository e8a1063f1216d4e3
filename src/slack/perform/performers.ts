import type { IncidentEffect } from '../../core/incident/effects.ts'
import type { Performers } from '../../engine/outcome.ts'
import { directPaces, paceOf, postPaces } from '../paces.ts'
import { askApproval, syncApproval } from './approval.ts'
import { nudgePublic, tellAudience } from './audience.ts'
import { brief } from './brief.ts'
import { postCard, postOwnCard, syncCard, syncOwnCard } from './card.ts'
import type { Hands, IncidentOwed } from './hands.ts'
import { invite } from './invite.ts'
import { forgetFile, keepFile } from './keep-file.ts'
import { lookAtMessage } from './look.ts'
import { openChannel } from './open-channel.ts'
import { page, pageRung, syncPage } from './page.ts'
import { performersFor, type Work } from './performer.ts'
import { redactCopies } from './redact.ts'
import { askUpdate, callForHelp, nudge } from './remind.ts'
import { deliverReport, syncReport } from './report.ts'
import {
  askReviewOwner,
  assignFollowUp,
  remindFollowUp,
  remindReview,
  tellManagers,
  tellReviewOwner,
} from './review.ts'
import { alarm, offerTriage, say } from './say.ts'
import { sendTimeline } from './send-timeline.ts'
import { tell } from './tell.ts'
import { syncTopic } from './topic.ts'

/** What is done in Slack; the rest other systems do. */
type InSlack = Extract<IncidentEffect, `slack.${string}`>

/** How each kind of effect is done, and the calls it usually makes. */
const WORK: Record<InSlack, Work<IncidentOwed>> = {
  'slack.post-card': { perform: postCard, paces: (room) => [...postPaces(room), paceOf('pins.add')] },
  'slack.sync-card': { perform: syncCard, paces: () => [paceOf('chat.update')] },
  'slack.say': { perform: say, paces: postPaces },
  'slack.post-own-card': {
    perform: postOwnCard,
    paces: (channel) => [...postPaces(channel), paceOf('pins.add')],
  },
  'slack.sync-own-card': { perform: syncOwnCard, paces: () => [paceOf('chat.update')] },
  'slack.offer-triage': { perform: offerTriage, paces: directPaces },
  'slack.alarm': { perform: alarm, paces: postPaces },
  'slack.open-channel': { perform: openChannel, paces: () => [paceOf('conversations.create')] },
  'slack.invite': { perform: invite, paces: () => [paceOf('conversations.invite')] },
  'slack.sync-topic': {
    perform: syncTopic,
    paces: () => [paceOf('conversations.info'), paceOf('conversations.setTopic')],
  },
  'slack.page-rung': { perform: pageRung, paces: () => [] },
  'slack.page': { perform: page, paces: directPaces },
  'slack.sync-page': { perform: syncPage, paces: () => [paceOf('chat.update')] },
  'slack.call-for-help': { perform: callForHelp, paces: postPaces },
  'slack.nudge': { perform: nudge, paces: directPaces },
  'slack.ask-update': { perform: askUpdate, paces: postPaces },
  'slack.ask-review-owner': { perform: askReviewOwner, paces: directPaces },
  'slack.tell-review-owner': { perform: tellReviewOwner, paces: directPaces },
  'slack.remind-review': { perform: remindReview, paces: directPaces },
  'slack.tell-managers': { perform: tellManagers, paces: directPaces },
  'slack.assign-follow-up': { perform: assignFollowUp, paces: directPaces },
  'slack.remind-follow-up': { perform: remindFollowUp, paces: directPaces },
  'slack.deliver-report': {
    perform: deliverReport,
    paces: () => [
      paceOf('conversations.canvases.create'),
      paceOf('files.getUploadURLExternal'),
      paceOf('files.completeUploadExternal'),
    ],
  },
  'slack.sync-report': { perform: syncReport, paces: () => [paceOf('canvases.edit')] },
  'slack.send-timeline': {
    perform: sendTimeline,
    paces: () => [paceOf('files.getUploadURLExternal'), paceOf('files.completeUploadExternal')],
  },
  'slack.tell-audience': { perform: tellAudience, paces: postPaces },
  'slack.ask-approval': { perform: askApproval, paces: directPaces },
  'slack.sync-approval': { perform: syncApproval, paces: () => [paceOf('chat.update')] },
  'slack.brief': { perform: brief, paces: directPaces },
  'slack.nudge-public': { perform: nudgePublic, paces: directPaces },
  'slack.look-at-message': {
    perform: lookAtMessage,
    paces: () => [paceOf('conversations.replies')],
  },
  'slack.tell': { perform: tell, paces: () => [paceOf('chat.postEphemeral')] },
  'slack.keep-file': { perform: keepFile, paces: () => [paceOf('files.info')] },
  'slack.forget-file': { perform: forgetFile, paces: () => [] },
  'slack.redact-copies': {
    perform: redactCopies,
    paces: () => [paceOf('conversations.history'), paceOf('conversations.replies'), paceOf('chat.update')],
  },
}

/** All that incidents can make this workspace do, by effect kind. */
export function createPerformers(hands: Hands): Performers {
  return performersFor(WORK, hands)
}
