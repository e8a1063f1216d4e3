import { existsSync, readFileSync } from 'node:fs'
import type { App } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery, Json } from '../../src/sandbox/protocol.ts'
import { hasTier } from '../../src/sandbox/web-api/tiers.ts'
import { Stand } from './stand.ts'

/** Recorded answers and payloads of the real thing, when they are there. */
const ORACLES = '../shared/oracles/slack'
const there = existsSync(ORACLES)
if (!there) console.info('skipped: no recorded Slack payloads beside the repository')

const oracle = (path: string): unknown => JSON.parse(readFileSync(`${ORACLES}/${path}.json`, 'utf8'))

/** Properties Slack sends that the recordings do not show. */
const ALSO_SENT = new Set([
  'context_team_id',
  'context_enterprise_id',
  'is_org_shared',
  'channel_type',
  'event_ts',
  'auto_type',
  'response_urls',
  'subtype',
  'inviter',
  'latest_reply',
  'reply_users',
  'who_can_share_contact_card',
  'app_id',
])

/** Where ours has a property or a kind of value that the recording has not. */
function strays(ours: unknown, theirs: unknown, at = ''): string[] {
  if (ours === null || theirs === null || theirs === undefined) return []
  if (Array.isArray(ours)) {
    if (!Array.isArray(theirs)) return [`${at} is a list`]
    return theirs.length === 0 ? [] : ours.flatMap((one) => strays(one, theirs[0], `${at}[]`))
  }
  if (typeof ours !== typeof theirs) return [`${at} is a ${typeof ours}, not a ${typeof theirs}`]
  if (typeof ours !== 'object') return []
  const known = theirs as Json
  if (Object.keys(known).length === 0) return []
  return Object.entries(ours as Json).flatMap(([name, value]) => {
    if (Object.hasOwn(known, name)) return FREE.has(name) ? [] : strays(value, known[name], `${at}.${name}`)
    return ALSO_SENT.has(name) ? [] : [`${at}.${name} is not in the recording`]
  })
}

/** What the app itself chose, or what depends on the view. */
const FREE = new Set(['blocks', 'attachments', 'state', 'view', 'files', 'actions', 'metadata', 'root'])

let stand: Stand
let deliveries: Delivery[]
beforeAll(async () => {
  stand = await Stand.overHttp((app: App) => {
    app.use(async ({ next }) => next())
    app.command('/probe', async ({ ack, client, command }) => {
      const view = {
        type: 'modal',
        callback_id: 'v',
        notify_on_close: true,
        title: { type: 'plain_text', text: 'T' },
        submit: { type: 'plain_text', text: 'S' },
        blocks: [],
      } as never
      await client.views.open({ trigger_id: command.trigger_id, view })
      await ack()
    })
    app.view({ callback_id: 'v', type: 'view_closed' }, async ({ ack }) => ack())
    app.view('v', async ({ ack }) => ack())
    app.action('b', async ({ ack }) => ack())
    app.shortcut(/./, async ({ ack }) => ack())
  })
  const blocks = [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'b', text: { type: 'plain_text', text: 'x' } }],
    },
  ] as never
  const { ts = '' } = await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'card', blocks })
  await stand.click({ channel: 'C0ROOM', ts, actionId: 'b' })
  await stand.post('shortcut', { as: 'U0ANA', callbackId: 'probe_message', channel: 'C0ROOM', ts })
  await stand.type('/probe')
  await stand.submit({})
  await stand.type('/probe')
  await stand.post('close', { as: 'U0ANA' })
  const written = await stand.type('hello')
  await stand.post('react', { as: 'U0BEN', channel: 'C0ROOM', ts: written.ts, name: 'eyes' })
  await stand.post('react', { as: 'U0BEN', channel: 'C0ROOM', ts: written.ts, name: 'eyes', remove: true })
  await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts: written.ts, text: 'hello!' })
  await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts: written.ts, text: null })
  await stand.post('type', {
    as: 'U0ANA',
    channel: 'C0ROOM',
    text: '',
    files: [{ name: 'a.txt', text: 'x' }],
  })
  const root = await stand.type('root')
  await stand.type('reply', { threadTs: root.ts ?? '' })
  await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts: root.ts, text: null })
  await stand.type('@probe hi')
  const { channel } = await stand.client.conversations.create({ name: 'shapes' })
  const id = channel?.id ?? ''
  await stand.client.conversations.invite({ channel: id, users: 'U0ANA' })
  await stand.client.conversations.rename({ channel: id, name: 'shapes-2' })
  await stand.client.conversations.archive({ channel: id })
  await stand.post('group', { group: 'S0ONCALL', users: ['U0BEN'] })
  await stand.client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [] } })
  await stand.post('home', { as: 'U0ANA' })
  await stand.quiet()
  deliveries = await stand.deliveries()
})
afterAll(() => stand.close())

describe.runIf(there)('what the workspace sends has the shape of what Slack sent', () => {
  const interactive = (type: string) =>
    deliveries.find((one) => one.type === 'interactive' && one.payload.type === type)?.payload
  const event = (type: string, subtype?: string) =>
    deliveries.find((one) => {
      const inner = one.payload.event as Json | undefined
      return inner?.type === type && inner.subtype === subtype
    })?.payload

  it('commands', () => {
    const { is_enterprise_install: flag, ...command } =
      deliveries.find((one) => one.type === 'command')?.payload ?? {}
    expect(flag).toBe('false') // a form has only texts
    expect(strays(command, oracle('inbound/SlashCommandPayload'))).toEqual([])
  })

  it.each([
    ['block_actions', 'BlockActionPayload'],
    ['message_action', 'MessageShortcutPayload'],
    ['view_submission', 'ViewSubmissionPayload'],
    ['view_closed', 'ViewClosedPayload'],
  ])('%s', (type, file) => {
    const payload = interactive(type)
    expect(payload).toBeDefined()
    expect(strays(payload, oracle(`inbound/${file}`))).toEqual([])
  })

  it.each([
    ['app_home_opened', undefined, 'AppHomeOpenedPayload'],
    ['app_mention', undefined, 'AppMentionPayload'],
    ['channel_archive', undefined, 'ChannelArchivePayload'],
    ['channel_rename', undefined, 'ChannelRenamePayload'],
    ['file_shared', undefined, 'FileSharedPayload'],
    ['member_joined_channel', undefined, 'MemberJoinedChannelPayload'],
    ['message', undefined, 'MessagePayload'],
    ['message', 'message_changed', 'MessageChangedPayload'],
    ['message', 'message_deleted', 'MessageDeletedPayload'],
    ['reaction_added', undefined, 'ReactionAddedPayload'],
    ['reaction_removed', undefined, 'ReactionRemovedPayload'],
    ['subteam_members_changed', undefined, 'SubteamMembersChangedPayload'],
  ])('%s %s', (type, subtype, file) => {
    const payload = event(type, subtype)
    expect(payload).toBeDefined()
    expect(strays(payload, oracle(`events/${file}`))).toEqual([])
  })

  it('files, in a message and by files.info', async () => {
    const recorded = oracle('inbound/MessageShortcutPayload') as { message: { file: Json } }
    const known = new Set([...Object.keys(recorded.message.file), 'channels', 'groups', 'ims'])
    const shared = event('message', 'file_share')?.event as { files: Json[] }
    const { file } = await stand.client.files.info({ file: String(shared.files[0]?.id) })
    for (const one of [shared.files[0], file])
      expect(Object.keys(one ?? {}).filter((name) => !known.has(name))).toEqual([])
    const [share] = Object.values(file?.shares?.public ?? {}).flat()
    const [theirs] = Object.values((recorded.message.file.shares as { public: Json }).public).flat()
    expect(strays(share, theirs)).toEqual([])
  })

  it('the stone of a deleted thread, as a change', async () => {
    const stones = deliveries.filter((one) => {
      const inner = one.payload.event as { message?: Json } | undefined
      return inner?.message?.subtype === 'tombstone'
    })
    expect(stones).toHaveLength(1)
    expect(strays(stones[0]?.payload, oracle('events/MessageChangedPayload'))).toEqual([])
  })

  it.each([
    ['auth.test', {}],
    ['bookmarks.add', { channel_id: 'C0ROOM', title: 't', type: 'link', link: 'https://a.example' }],
    ['chat.postEphemeral', { channel: 'C0ROOM', user: 'U0ANA', text: 'x' }],
    ['conversations.create', { name: 'answered' }],
    ['conversations.info', { channel: 'C0ROOM', include_num_members: true }],
    ['conversations.invite', { channel: 'C0ROOM', users: 'U0BEN' }],
    ['conversations.join', { channel: 'C0ROOM' }],
    ['conversations.members', { channel: 'C0ROOM' }],
    ['conversations.setTopic', { channel: 'C0ROOM', topic: 'x' }],
    ['usergroups.list', { include_users: true }],
    ['usergroups.users.list', { usergroup: 'S0ONCALL' }],
    ['users.info', { user: 'U0ANA' }],
    ['users.list', {}],
  ])('the answer of %s', async (method, args) => {
    if (method === 'conversations.invite') await stand.post('leave', { as: 'U0BEN', channel: 'C0ROOM' })
    const { response_metadata: _, ...answer } = await stand.client.apiCall(method, args)
    expect(strays(answer, oracle(`responses/${method}`))).toEqual([])
  })

  it('rate limits: every method with a tier has one here', () => {
    const tiers = oracle('rate_limit_tiers') as Record<string, string>
    const methods = ['chat.update', 'pins.add', 'conversations.create', 'users.info', 'views.open']
    for (const method of methods)
      expect([method, hasTier(method), tiers[method]]).toEqual([method, true, expect.stringMatching(/^Tier/)])
  })
})
