import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Receiver } from '@slack/bolt'

export type RequestListener = (req: IncomingMessage, res: ServerResponse) => void

/** A way in for what Slack sends. */
export type Entrance = {
  receiver: Receiver
  /** Comes back before the connection stands: it is tried until `stop`. */
  start(): Promise<void>
  stop(): Promise<void>
  connected(): boolean
  /** Where requests come in over HTTP. */
  listener?: RequestListener
}
