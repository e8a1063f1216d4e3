import { present } from './json.ts'
import { BOT, TEAM } from './people.ts'
import type { Json, Person } from './protocol.ts'
import type { GroupRecord } from './records.ts'
import type { Workspace } from './workspace.ts'

/** A person as `users.info` shows them. The address only when the app may see it. */
export function wireUser(workspace: Workspace, person: Person): Json {
  const [firstName = '', ...rest] = person.realName.split(' ')
  const image = (size: number) => `${workspace.url}/avatar/${person.id}/${size}`
  return {
    id: person.id,
    team_id: TEAM.id,
    name: person.name,
    deleted: person.deleted,
    color: person.color.replace('#', ''),
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, workspace.now()),
    profile: present({
      title: person.title,
      phone: '',
      skype: '',
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.realName,
      display_name_normalized: person.realName,
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      avatar_hash: 'g00000000000',
      first_name: firstName,
      last_name: rest.join(' '),
      image_24: image(24),
      image_32: image(32),
      image_48: image(48),
      image_72: image(72),
      image_192: image(192),
      image_512: image(512),
      team: TEAM.id,
      email: workspace.app.scopes.has('users:read.email') && person.email !== '' ? person.email : undefined,
      ...(person.isBot ? { bot_id: BOT.botId, api_app_id: BOT.appId, always_active: true } : {}),
    }),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    is_email_confirmed: !person.isBot,
    updated: 0,
    who_can_share_contact_card: 'EVERYONE',
  }
}

/** Seconds east of UTC at this moment. */
function offsetSeconds(tz: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(
    at,
  )
  const shown = parts.find((one) => one.type === 'timeZoneName')?.value ?? ''
  const match = /([+-])(\d{2}):(\d{2})/.exec(shown)
  if (!match) return 0
  const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60
  return match[1] === '-' ? -seconds : seconds
}

export function wireGroup(group: GroupRecord, more: { users: boolean; count: boolean }): Json {
  return present({
    id: group.id,
    team_id: TEAM.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: group.updated,
    date_delete: 0,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: 'U0CHLOE',
    updated_by: 'U0CHLOE',
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    users: more.users ? group.users : undefined,
    user_count: more.count || more.users ? group.users.length : undefined,
    channel_count: 0,
  })
}
