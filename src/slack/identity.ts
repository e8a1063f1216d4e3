import type { Slack } from './client.ts'
import { slackCode } from './failure.ts'

/** Who the bot is in the workspace. `scopes` is empty when the server does not say. */
export type Identity = { botId: string; userId: string; teamId: string; workspace: string; scopes: string[] }

/** Slack's way of saying that no amount of trying again will help. */
const BAD_TOKEN = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
])

/** The bot token will never work; the message is for whoever runs the bot. */
export class BadToken extends Error {}

export type Self = { identity(): Promise<Identity>; isKnown(): boolean }

/** Asks Slack once who the bot is and remembers the answer; after a failure the next caller asks again. */
export function createSelf(slack: Slack): Self {
  let asked: Promise<Identity> | undefined
  let known = false
  return {
    isKnown: () => known,
    identity() {
      asked ??= ask(slack).then(
        (identity) => {
          known = true
          return identity
        },
        (error) => {
          asked = undefined
          throw error
        },
      )
      return asked
    },
  }
}

async function ask(slack: Slack): Promise<Identity> {
  try {
    const me = await slack.auth.test()
    if (!me.bot_id) throw new BadToken('SLACK_BOT_TOKEN is not a bot token; it should begin with xoxb-.')
    return {
      botId: me.bot_id,
      userId: me.user_id ?? '',
      teamId: me.team_id ?? '',
      workspace: me.team ?? '',
      scopes: me.response_metadata?.scopes ?? [],
    }
  } catch (error) {
    const code = slackCode(error)
    if (code === undefined || !BAD_TOKEN.has(code)) throw error
    throw new BadToken(
      `Slack does not accept SLACK_BOT_TOKEN (${code}). Copy it again from the app's settings.`,
    )
  }
}
