import { isObject, listOf, objectOf, objectsOf, textOf, textsOf } from './json.ts'
import type { AppShortcut, Command, Json } from './protocol.ts'

/** What the workspace knows of the app from its manifest: only this is delivered, listed and allowed. */
export type InstalledApp = {
  name: string
  scopes: Set<string>
  /** Event subscriptions, such as `message.channels`. */
  events: Set<string>
  commands: (Command & { shouldEscape: boolean })[]
  shortcuts: AppShortcut[]
  homeTab: boolean
  messagesTab: boolean
  /** People read what the app writes to them, and cannot write back. */
  messagesReadOnly: boolean
}

/** Words a person may add after a command, for the page's completion. */
export type Completions = Record<string, { text: string; description: string }[]>

/**
 * Reads the parsed `manifest.yml`.
 * @throws Error with one sentence when it is not a manifest.
 */
export function readManifest(manifest: unknown, completions: Completions = {}): InstalledApp {
  if (!isObject(manifest) || !isObject(manifest.display_information)) {
    throw new Error('The workspace needs the parsed app manifest: it has no display_information.')
  }
  const features = objectOf(manifest.features)
  const home = objectOf(features.app_home)
  const settings = objectOf(manifest.settings)
  return {
    name: appName(manifest, features),
    scopes: new Set(textsOf(objectOf(objectOf(manifest.oauth_config).scopes).bot)),
    events: new Set(textsOf(objectOf(settings.event_subscriptions).bot_events)),
    commands: objectsOf(features.slash_commands).map((one) => readCommand(one, completions)),
    shortcuts: objectsOf(features.shortcuts).map(readShortcut),
    homeTab: home.home_tab_enabled === true,
    messagesTab: home.messages_tab_enabled !== false,
    messagesReadOnly: home.messages_tab_read_only_enabled === true,
  }
}

function appName(manifest: Json, features: Json): string {
  const shown = textOf(objectOf(features.bot_user).display_name)
  return shown ?? textOf(objectOf(manifest.display_information).name) ?? 'App'
}

function readCommand(raw: Json, completions: Completions): Command & { shouldEscape: boolean } {
  const command = textOf(raw.command)
  if (!command?.startsWith('/')) {
    throw new Error(
      `A slash command in the manifest has no name that starts with "/": ${JSON.stringify(raw)}.`,
    )
  }
  const usageHint = textOf(raw.usage_hint) ?? ''
  return {
    command,
    description: textOf(raw.description) ?? '',
    usageHint,
    subcommands: completions[command] ?? hinted(usageHint),
    shouldEscape: raw.should_escape === true,
  }
}

/** `[declare|update|note]` in the usage hint is as good as a list. */
function hinted(usageHint: string): { text: string; description: string }[] {
  const words = /\[?([a-z-]+(?:\s*\|\s*[a-z-]+)+)\]?/.exec(usageHint)?.[1]
  return listOf(words?.split('|')).map((word) => ({ text: String(word).trim(), description: '' }))
}

function readShortcut(raw: Json): AppShortcut {
  return {
    name: textOf(raw.name) ?? '',
    type: raw.type === 'message' ? 'message' : 'global',
    callbackId: textOf(raw.callback_id) ?? '',
    description: textOf(raw.description) ?? '',
  }
}
