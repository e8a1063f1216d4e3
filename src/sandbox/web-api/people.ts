import { setGroupUsers } from '../groups.ts'
import { BOT, SLACKBOT, TEAM } from '../people.ts'
import type { Json } from '../protocol.ts'
import type { GroupRecord } from '../records.ts'
import { wireGroup, wireUser } from '../wire-user.ts'
import { page } from './args.ts'
import type { Call, Method } from './call.ts'
import { Refusal } from './refusal.ts'

const PAGE = 1_000

function authTest(call: Call): Json {
  if (call.token === 'app') return { app_name: call.workspace.app.name, app_id: BOT.appId }
  return {
    url: `${call.workspace.url}/`,
    team: TEAM.name,
    user: call.workspace.people.get(BOT.userId)?.name ?? '',
    team_id: TEAM.id,
    user_id: BOT.userId,
    bot_id: BOT.botId,
    is_enterprise_install: false,
  }
}

function connectionsOpen(call: Call): Json {
  const url = call.socketUrl()
  if (url === undefined) throw new Refusal('too_many_websockets')
  return { url }
}

function usersInfo(call: Call): Json {
  const id = call.args.need('user', 'user_not_found')
  const person = id === SLACKBOT.id ? SLACKBOT : call.workspace.people.get(id)
  if (!person) throw new Refusal('user_not_found')
  return { user: wireUser(call.workspace, person) }
}

function usersList(call: Call): Json {
  const { items, next } = page(
    call.args,
    [...call.workspace.people.values(), SLACKBOT],
    call.args.limit(PAGE, PAGE),
  )
  return {
    members: items.map((one) => wireUser(call.workspace, one)),
    cache_ts: call.workspace.nowSeconds(),
    response_metadata: { next_cursor: next },
  }
}

function lookupByEmail(call: Call): Json {
  const email = call.args.need('email', 'users_not_found').toLowerCase()
  const person = [...call.workspace.people.values()].find(
    (one) => !one.isBot && !one.deleted && one.email === email,
  )
  if (!person) throw new Refusal('users_not_found')
  return { user: wireUser(call.workspace, person) }
}

function groupOf(call: Call): GroupRecord {
  const group = call.workspace.groups.get(call.args.need('usergroup', 'no_such_subteam'))
  if (!group) throw new Refusal('no_such_subteam')
  return group
}

function groupsList(call: Call): Json {
  const more = { users: call.args.flag('include_users'), count: call.args.flag('include_count') }
  return { usergroups: [...call.workspace.groups.values()].map((one) => wireGroup(one, more)) }
}

function groupUsersUpdate(call: Call): Json {
  const group = groupOf(call)
  const users = call.args.list('users')
  if (users.length === 0) throw new Refusal('no_users_provided')
  if (users.some((one) => !call.workspace.people.has(one))) throw new Refusal('invalid_users')
  setGroupUsers(call.workspace, group, [...new Set(users)])
  return { usergroup: wireGroup(group, { users: true, count: true }) }
}

function botsInfo(call: Call): Json {
  const bot = call.args.text('bot')
  if (bot !== undefined && bot !== BOT.botId) throw new Refusal('bot_not_found')
  return {
    bot: {
      id: BOT.botId,
      deleted: false,
      name: call.workspace.app.name,
      updated: 0,
      app_id: BOT.appId,
      user_id: BOT.userId,
      icons: {},
    },
  }
}

function teamInfo(call: Call): Json {
  const team = call.args.text('team')
  if (team !== undefined && team !== TEAM.id) throw new Refusal('team_not_found')
  return {
    team: {
      id: TEAM.id,
      name: TEAM.name,
      url: `${call.workspace.url}/`,
      domain: TEAM.domain,
      email_domain: '',
      icon: {},
    },
  }
}

/** Echoes; an `error` argument is answered as that error. */
function apiTest(call: Call): Json {
  const { token: _, ...args } = call.args.raw
  const error = call.args.text('error')
  if (error !== undefined) throw new Refusal(error, { args })
  return { args }
}

export const PEOPLE: Record<string, Method> = {
  'api.test': { scopes: [], token: 'any', run: apiTest },
  'auth.test': { scopes: [], token: 'any', run: authTest },
  'apps.connections.open': { scopes: [], token: 'app', run: connectionsOpen },
  'team.info': { scopes: ['team:read'], run: teamInfo },
  'bots.info': { scopes: ['users:read'], run: botsInfo },
  'users.info': { scopes: ['users:read'], run: usersInfo },
  'users.list': { scopes: ['users:read'], run: usersList },
  'users.lookupByEmail': { scopes: ['users:read.email'], run: lookupByEmail },
  'usergroups.list': { scopes: ['usergroups:read'], run: groupsList },
  'usergroups.users.list': { scopes: ['usergroups:read'], run: (call) => ({ users: groupOf(call).users }) },
  'usergroups.users.update': { scopes: ['usergroups:write'], run: groupUsersUpdate },
}
