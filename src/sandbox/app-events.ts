import { botIsIn } from './channels.ts'
import { secret } from './ids.ts'
import { BOT, TEAM } from './people.ts'
import type { Json } from './protocol.ts'
import type { Happening, Workspace } from './workspace.ts'

/** Legacy; apps verify the signature instead. It is only there because payloads have it. */
export const VERIFICATION_TOKEN = 'verification-token'

/** The scope without which a subscription brings nothing. */
const NEEDED: Record<string, string> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  pin_added: 'pins:read',
  pin_removed: 'pins:read',
  channel_archive: 'channels:read',
  channel_unarchive: 'channels:read',
  channel_rename: 'channels:read',
  channel_deleted: 'channels:read',
  file_shared: 'files:read',
  file_deleted: 'files:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
  user_change: 'users:read',
}

/** Whether the app hears of this: it subscribed, may read it, and is in the channel. */
export function appHears(workspace: Workspace, happening: Happening): boolean {
  const { events, scopes } = workspace.app
  if (!events.has(happening.subscription)) return false
  const needed = NEEDED[happening.subscription]
  if (needed !== undefined && !scopes.has(needed)) return false
  return happening.channel === undefined || botIsIn(happening.channel)
}

/** The Events API's outer envelope; `event_id` never repeats. */
export function eventCallback(workspace: Workspace, event: Json): Json {
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: null,
    api_app_id: BOT.appId,
    event,
    type: 'event_callback',
    event_id: workspace.ids.next('Ev'),
    event_time: workspace.nowSeconds(),
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM.id,
        user_id: BOT.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${secret(12)}`,
  }
}
