import type { App, ReceiverEvent } from '@slack/bolt'
import type { InFlight } from './deadline.ts'
import type { Log } from './log.ts'

/**
 * Bolt acknowledges an event before its listeners run, so that a crash between the two would lose it. Here an
 * event is acknowledged once its listeners are done; when one throws, not at all, and Slack sends it again.
 * Commands, actions and forms acknowledge by themselves, with their answer.
 */
export function commitThenAck(app: App, inFlight: InFlight, log: Log): void {
  const process = app.processEvent.bind(app)
  app.processEvent = (received: ReceiverEvent) => inFlight.track(take(received))

  async function take(received: ReceiverEvent): Promise<void> {
    if (received.body.type !== 'event_callback') return process(received)
    await process({ ...received, ack: async () => undefined })
    await received.ack().catch((error) => log.warn({ err: error }, 'an event could not be acknowledged'))
  }
}
