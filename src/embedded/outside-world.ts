import { randomBytes } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts'

/** What the bot and the workspace's own systems prove themselves by. Nobody else needs it, so it is new at each start. */
export type Credentials = ReturnType<typeof newCredentials>

export function newCredentials() {
  const secret = () => randomBytes(16).toString('hex')
  return {
    slack: { botToken: `xoxb-${secret()}`, appToken: `xapp-1-${secret()}`, signingSecret: secret() },
    argocd: secret(),
    statuspage: secret(),
    mail: { user: 'tocsin', pass: secret() },
    alerts: secret(),
    flags: secret(),
    pagerduty: { token: secret(), routingKey: secret(), webhookSecret: secret() },
  }
}

/** The systems outside Slack that the workspace has of its own. `bot`: where the bot serves, once it does. */
export function outsideWorld(
  { argocd, statuspage, mail, alerts, flags, pagerduty }: Credentials,
  bot: () => string | undefined,
): Partial<SandboxOptions> {
  const hook = (name: string) => {
    const url = bot()
    return url === undefined ? undefined : `${url}/hooks/${name}`
  }
  const { token, routingKey, webhookSecret } = pagerduty
  return {
    argocdToken: argocd,
    statuspageKey: statuspage,
    mailLogin: mail,
    pagerduty: {
      token,
      routingKey,
      webhookSecrets: [webhookSecret],
      webhookUrl: () => hook('pagerduty'),
    },
    storefront: { url: bot, token: flags },
    alerting: { url: hook, token: alerts },
  }
}

/** The configuration with the workspace's systems. One's own are not taken for the workspace's: where set up, they count. */
export function equipped(
  config: Config,
  sandbox: Pick<Sandbox, 'argocdUrl' | 'statuspage' | 'smtp' | 'pagerduty'>,
  credentials: Credentials,
  organisation: string,
): Config {
  const { alertmanager, sources } = config.alerts
  const email = config.email ?? mailIn(sandbox.smtp, credentials.mail, organisation)
  const pagerduty = config.pagerduty ?? phonesIn(sandbox.pagerduty, credentials.pagerduty.webhookSecret)
  return {
    ...config,
    // Who wants to ask with an SDK of their own sets OFREP_TOKEN.
    ofrep: { ...config.ofrep, tokens: [...config.ofrep.tokens, credentials.flags] },
    alerts: {
      alertmanager: [...alertmanager, credentials.alerts],
      sources: { ...sources, uptime: [...(sources.uptime ?? []), credentials.alerts] },
    },
    statuspage: config.statuspage ?? {
      ...sandbox.statuspage,
      apiKey: credentials.statuspage,
      unlimited: true,
    },
    providers: {
      ...config.providers,
      argocd: config.providers.argocd ?? { url: sandbox.argocdUrl, token: credentials.argocd },
    },
    ...(email && { email }),
    ...(pagerduty && { pagerduty }),
  }
}

/** The workspace's own certificate is trusted for its own mail server, and for nothing else. */
function mailIn(smtp: Sandbox['smtp'], auth: { user: string; pass: string }, name: string): Config['email'] {
  if (smtp === undefined) return undefined
  const { port, certificate: ca } = smtp
  const from = { name, address: 'status@demo.example' }
  return { smtp: { host: '127.0.0.1', port, tls: 'starttls', auth, ca }, from }
}

/** The workspace's own PagerDuty, whose certificate is trusted for it and for nothing else. */
function phonesIn(pagerduty: Sandbox['pagerduty'], secret: string): Config['pagerduty'] {
  if (pagerduty === undefined) return undefined
  const { apiUrl, eventsHost, ca, token, routingKey, from } = pagerduty
  const eventsUrl = `https://${eventsHost}`
  return { routingKey, apiToken: token, from, apiUrl, eventsUrl, ca, webhookSecrets: [secret] }
}
