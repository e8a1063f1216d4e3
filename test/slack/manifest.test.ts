import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { COMMAND, ON_CALL_COMMAND, SHORTCUTS, SWITCH_COMMAND } from '../../src/slack/controls.ts'
import { METHOD_TIERS } from '../../src/slack/paces.ts'
import { oracle } from './oracles.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const manifest = parse(readFileSync(path.join(ROOT, 'manifest.yml'), 'utf8'))
const source = globSync('src/slack/**/*.ts', { cwd: ROOT })
  .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
  .join('\n')

/** What a method needs beyond being called by a bot; the method's documentation says so. */
const NEEDS: Record<string, string[]> = {
  'auth.test': [],
  'canvases.edit': ['canvases:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.canvases.create': ['canvases:write'],
  'conversations.create': ['channels:manage'],
  'conversations.history': ['channels:history', 'im:history', 'metadata.message:read'],
  'conversations.info': ['channels:read'],
  'conversations.invite': ['channels:manage'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history'],
  'conversations.setTopic': ['channels:manage'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'pins.add': ['pins:write'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}

/** What must be granted for an event to arrive. */
const EVENT_NEEDS: Record<string, string[]> = {
  app_home_opened: [],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_rename: ['channels:read'],
  message: ['channels:history', 'files:read'], // messages come with their files
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  user_change: ['users:read'],
}

function found(pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match.slice(1).join('.')))].sort()
}

const called = found(
  /\bslack\.(auth|canvases|chat|conversations|files|pins|usergroups|users|views)\.(\w+(?:\.\w+)?)\(/g,
)
const heard = found(/app\.event\(\s*'([\w.]+)'/g)

/** The schemas are of an old draft; what is used of it means the same now. */
function forAjv(schema: unknown): object {
  const { $schema: _, ...rest } = schema as Record<string, unknown>
  return rest
}

describe('manifest.yml', () => {
  it('is what Slack accepts', () => {
    for (const version of ['1.0.0', '2.0.0']) {
      const schema = oracle(`manifest.schema.${version}.json`)
      if (!schema) continue
      const validate = new Ajv({ strict: false, validateFormats: false, validateSchema: false }).compile(
        forAjv(schema),
      )
      expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true)
    }
  })

  it('asks for the permissions that the methods called need, and for no others', () => {
    expect(called.filter((method) => NEEDS[method] === undefined)).toEqual([])
    const needed = [
      ...called.flatMap((method) => NEEDS[method] ?? []),
      ...heard.flatMap((event) => EVENT_NEEDS[event] ?? ['?']),
      'commands',
    ]
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set(needed)].sort())
  })

  it('names the events that are listened to, and no others', () => {
    // Of messages there are kinds: those of public channels are enough.
    const named = heard.map((event) => (event === 'message' ? 'message.channels' : event))
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(named)
  })

  it('names the command and the shortcuts that are listened to', () => {
    expect(manifest.features.slash_commands).toMatchObject([
      { command: COMMAND, should_escape: true },
      { command: SWITCH_COMMAND, should_escape: true },
      { command: ON_CALL_COMMAND, should_escape: true },
    ])
    expect(
      manifest.features.shortcuts.map((shortcut: { callback_id: string }) => shortcut.callback_id),
    ).toEqual(Object.values(SHORTCUTS))
  })

  it('has a pace for every tiered method that is called', () => {
    const untiered = ['auth.test', 'chat.getPermalink', 'chat.postMessage']
    expect(called.filter((method) => !untiered.includes(method) && !(method in METHOD_TIERS))).toEqual([])
    expect(Object.keys(METHOD_TIERS).filter((method) => !called.includes(method))).toEqual([])
  })
})
