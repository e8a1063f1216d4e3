import { z } from 'zod'
import { KEPT_FILE_MEGABYTES_MAX } from './limits.ts'

/** Slack's name of an emoji, without colons. */
const EMOJI = /^[\p{L}\p{N}_+'-]{1,100}$/u

/** How messages and files come onto the timeline. */
export const captureSchema = z
  .strictObject({
    reaction: z
      .string()
      .refine((text) => EMOJI.test(text), {
        error: 'is no name of an emoji',
        params: { allowed: 'the name of an emoji without colons, such as "pushpin"' },
      })
      .default('pushpin')
      .describe('The emoji that puts a message on the timeline of its incident.'),
    keepFiles: z
      .strictObject({ maxMegabytes: z.int().min(1).max(KEPT_FILE_MEGABYTES_MAX) })
      .optional()
      .describe('Keep a copy of files shared in an incident, up to this size.'),
  })
  .prefault({})
