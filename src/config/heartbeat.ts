import { z } from 'zod'
import type { HeartbeatConfig } from '../heartbeat/heartbeat.ts'
import { EVERY_SECONDS, EVERY_SECONDS_LEAST, EVERY_SECONDS_MOST } from '../heartbeat/limits.ts'
import { addressProblem } from '../outside/address.ts'

const SECONDS = `HEARTBEAT_SECONDS must be a number from ${EVERY_SECONDS_LEAST} to ${EVERY_SECONDS_MOST}`

export const heartbeatVariables = {
  HEARTBEAT_URL: z
    .string()
    .trim()
    .superRefine((text, context) => {
      const problem = addressProblem(text)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: `HEARTBEAT_URL ${problem}` })
    })
    .optional(),
  HEARTBEAT_SECONDS: z
    .string()
    .regex(/^\d{1,5}$/, SECONDS)
    .transform(Number)
    .refine((seconds) => seconds >= EVERY_SECONDS_LEAST && seconds <= EVERY_SECONDS_MOST, SECONDS)
    .optional(),
}

/** Where signs of life go; undefined: nowhere. A rhythm without an address is told to `fail`, which throws. */
export function heartbeatConfig(
  { HEARTBEAT_URL: url, HEARTBEAT_SECONDS: everySeconds }: z.infer<z.ZodObject<typeof heartbeatVariables>>,
  fail: (sentence: string) => never,
): HeartbeatConfig | undefined {
  if (url !== undefined) return { url, everySeconds: everySeconds ?? EVERY_SECONDS }
  return everySeconds === undefined
    ? undefined
    : fail('HEARTBEAT_SECONDS is set, but HEARTBEAT_URL is not: set where the signs of life go, or neither.')
}
