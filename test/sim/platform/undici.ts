import { createRequire } from 'node:module'
import { stage } from './stage.ts'

const require = createRequire(import.meta.url)

type Asked = { method: string; headers: Record<string, string>; body: string; signal?: AbortSignal }

/** The workspace carries signed requests to the bot by undici's `request`. */
export function installUndici(): void {
  const undici = require('undici') as Record<string, unknown>
  undici.request = async (url: string, asked: Asked) => {
    const response = await stage().fetch(stage().loop.owner, new URL(url), asked)
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: { text: () => response.text() },
    }
  }
}
