import { botIsIn } from './channels.ts'
import { secret } from './ids.ts'
import { BOT, TEAM } from './people.ts'
import type { Json } from './protocol.ts'
import type { Happening, Workspace } from './workspace.ts'

/** Legacy; apps verify the signature instead. It is only there because payloads have it. */
export const VERIFICATION_TOKEN = 'verification-token'

/** Whether the app hears of this: it subscribed, and it is in the channel. */
export function appHears(workspace: Workspace, happening: Happening): boolean {
  if (!workspace.app.events.has(happening.subscription)) return false
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
