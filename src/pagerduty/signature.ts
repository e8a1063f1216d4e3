import { createHmac, timingSafeEqual } from 'node:crypto'

/** How many signatures of one request are looked at; PagerDuty sends one for each secret that is in use. */
const SIGNATURES_MAX = 10
const SIGNATURE = /^v1=([0-9a-f]{64})$/i

/** Whether one of the signatures (`v1=hex,v1=hex`) was made from these bytes with one of the secrets. */
export function isSigned(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const given = (header ?? '').split(',', SIGNATURES_MAX).flatMap((part) => {
    const hex = SIGNATURE.exec(part.trim())?.[1]
    return hex === undefined ? [] : [Buffer.from(hex, 'hex')]
  })
  let found = false
  for (const secret of secrets) {
    const made = createHmac('sha256', secret).update(body).digest()
    // Every one is compared, so that the time taken tells nothing about which fits.
    for (const one of given) if (timingSafeEqual(one, made)) found = true
  }
  return found
}
