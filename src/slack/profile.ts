import type { Standing } from '../core/authority.ts'
import { isTimeZone } from '../core/policy.ts'

/**
 * What is kept of a person. `handle` is the user name, which is theirs alone; the display name is not. `timeZone` is
 * an IANA name, absent when Slack gives none that is known here.
 */
export type Profile = {
  id: string
  handle: string
  name: string
  fullName: string // for what is read elsewhere and later
  email: string
  standing: Standing
  timeZone?: string
}

/** The fields of Slack's user object that are read here. */
export type SlackUser = {
  id?: string
  name?: string
  real_name?: string
  team_id?: string
  tz?: string | null
  deleted?: boolean
  is_bot?: boolean
  is_workflow_bot?: boolean
  is_connector_bot?: boolean
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  is_stranger?: boolean
  is_invited_user?: boolean
  profile?: { email?: string; display_name?: string; real_name?: string }
}

/** Slack's own bot has no `is_bot`. */
const SLACKBOT = 'USLACKBOT'

export function profileOf(user: SlackUser, homeTeam: string): Profile {
  return {
    id: user.id ?? '',
    handle: (user.name ?? '').toLowerCase(),
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || '',
    fullName: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || '',
    email: (user.profile?.email ?? '').toLowerCase(),
    standing: standingOf(user, homeTeam),
    ...(isTimeZone(user.tz ?? '') ? { timeZone: user.tz ?? '' } : {}),
  }
}

/** Order matters: a deactivated guest is deactivated, a stranger's bot is a bot. */
function standingOf(user: SlackUser, homeTeam: string): Standing {
  if (user.deleted) return 'deactivated'
  if (user.is_bot || user.is_workflow_bot || user.is_connector_bot || user.id === SLACKBOT) return 'bot'
  if (user.is_stranger || isElsewhere(user, homeTeam)) return 'outsider'
  if (user.is_restricted || user.is_ultra_restricted) return 'guest'
  if (user.is_invited_user) return 'unknown' // has not come yet
  return 'member'
}

/** On an Enterprise organisation a colleague's home may be another workspace; the organisation's id tells them apart. */
function isElsewhere(
  user: SlackUser & { enterprise_user?: { teams?: string[] } },
  homeTeam: string,
): boolean {
  if (homeTeam === '' || user.team_id === undefined || user.team_id === homeTeam) return false
  return !(user.enterprise_user?.teams ?? []).includes(homeTeam)
}
