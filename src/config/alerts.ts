import { z } from 'zod'
import { ALERT_SECRET_MIN } from '../alerts/limits.ts'
import type { AlertSecrets } from '../alerts/webhooks.ts'

const TOKEN = new RegExp(`^[\\x21-\\x7e]{${ALERT_SECRET_MIN},}$`)
const NAMED = /^([a-z][a-z0-9-]*)=(.*)$/

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  )

export const alertVariables = {
  ALERTMANAGER_TOKEN: list.refine(
    (tokens) => tokens.every((token) => TOKEN.test(token)),
    `ALERTMANAGER_TOKEN must have at least ${ALERT_SECRET_MIN} characters without spaces; several are separated by commas`,
  ),
  ALERT_TOKENS: list.refine(
    (pairs) => pairs.every((pair) => TOKEN.test(NAMED.exec(pair)?.[2] ?? '')),
    `ALERT_TOKENS must be pairs such as grafana=secret, separated by commas; a secret has at least ${ALERT_SECRET_MIN} characters`,
  ),
}
const variables = z.object(alertVariables)

/** Secrets by source; a source with two is known by both, so that one can be replaced without a gap. */
export function alertSecrets(values: z.infer<typeof variables>): AlertSecrets {
  const sources: Record<string, string[]> = {}
  for (const pair of values.ALERT_TOKENS) {
    const [, name = '', secret = ''] = NAMED.exec(pair) ?? []
    sources[name] = [...(sources[name] ?? []), secret]
  }
  return { alertmanager: values.ALERTMANAGER_TOKEN, sources }
}
