import { randomUUID } from 'node:crypto'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { type Client, ErrorCode, OpenFeature } from '@openfeature/server-sdk'
import { EVALUATION_TIMEOUT_MS } from '../limits.ts'
import type { Storefront } from '../outside-world.ts'
import { SHOP_SWITCHES } from './switches.ts'

/** Where the switches are served. The address may be known only later. */
export type FlagService = { url: () => string | undefined; token: string }

/** Every visitor counts as one; these switches are the same for all. */
const VISITOR = { targetingKey: 'storefront' }
/** The service answered, though it knows no such switch or has it of another kind. */
const ANSWERED: readonly (string | undefined)[] = [
  ErrorCode.FLAG_NOT_FOUND,
  ErrorCode.TYPE_MISMATCH,
  undefined,
]

/** Asks for the shop's switches as any service does: by the OpenFeature SDK, one evaluation each. */
export function createAsking(service: FlagService): () => Promise<Storefront> {
  const domain = `storefront-${randomUUID()}`
  let client: Client | undefined

  async function connected(): Promise<Client | undefined> {
    const baseUrl = service.url()
    if (client !== undefined || baseUrl === undefined) return client
    const provider = new OFREPProvider({
      baseUrl,
      headers: [['authorization', `Bearer ${service.token}`]],
      // The provider itself would wait for ever.
      fetchImplementation: (request) =>
        fetch(request, { signal: AbortSignal.timeout(EVALUATION_TIMEOUT_MS) }),
    })
    await OpenFeature.setProviderAndWait(domain, provider)
    client = OpenFeature.getClient(domain)
    return client
  }

  return async () => {
    const asked = await connected()
    const evaluated = await Promise.all(
      Object.entries(SHOP_SWITCHES).map(([key, fallback]) => evaluate(asked, key, fallback)),
    )
    return {
      reached: evaluated.some(({ answered }) => answered),
      switches: evaluated.map(({ key, value, isOwn }) => ({ key, value, isOwn })),
    }
  }
}

async function evaluate(client: Client | undefined, key: string, fallback: boolean | string) {
  if (client === undefined) return { key, value: fallback, isOwn: true, answered: false }
  const { value, errorCode } =
    typeof fallback === 'boolean'
      ? await client.getBooleanDetails(key, fallback, VISITOR)
      : await client.getStringDetails(key, fallback, VISITOR)
  return { key, value, isOwn: errorCode !== undefined, answered: ANSWERED.includes(errorCode) }
}
