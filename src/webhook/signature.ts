import { createHmac } from 'node:crypto'

/**
 * `v1=` and the HMAC-SHA256 in hex of the timestamp, a full stop, and the content: the body of a POST as it is sent,
 * or the query of a GET without its question mark.
 */
export function signature(secret: string, timestamp: string, content: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${content}`).digest('hex')}`
}
