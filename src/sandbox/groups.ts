import { TEAM } from './people.ts'
import type { GroupRecord } from './records.ts'
import { wireGroup } from './wire-user.ts'
import type { Workspace } from './workspace.ts'

/** Changes who is in a user group; the app hears who came and who went. */
export function setGroupUsers(workspace: Workspace, group: GroupRecord, users: string[]): void {
  const added = users.filter((one) => !group.users.includes(one))
  const removed = group.users.filter((one) => !users.includes(one))
  const previous = group.updated
  group.users = users
  group.updated = workspace.nowSeconds()
  workspace.happened({
    subscription: 'subteam_members_changed',
    event: {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: TEAM.id,
      date_previous_update: previous,
      date_update: group.updated,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
      event_ts: workspace.ts(),
    },
  })
  workspace.happened({
    subscription: 'subteam_updated',
    event: {
      type: 'subteam_updated',
      subteam: wireGroup(group, { users: true, count: true }),
      event_ts: workspace.ts(),
    },
  })
  workspace.changed()
}
