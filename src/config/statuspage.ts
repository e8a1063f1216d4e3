import { z } from 'zod'
import { addressProblem } from '../outside/address.ts'
import type { StatuspageConfig } from '../statuspage/client.ts'

const STATUSPAGE_API = 'https://api.statuspage.io'

/** What stands in a header or in the path of an address. */
const word = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, `${name} holds a space or a character that it cannot have`)

export const statuspageVariables = {
  STATUSPAGE_API_KEY: word('STATUSPAGE_API_KEY').optional(),
  STATUSPAGE_PAGE_ID: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9_-]{1,60}$/,
      'STATUSPAGE_PAGE_ID is no id of a page: letters and digits as in its address',
    )
    .optional(),
  STATUSPAGE_API_URL: z
    .string()
    .superRefine((text, context) => {
      const problem = addressProblem(text)
      if (problem !== undefined)
        context.addIssue({ code: 'custom', message: `STATUSPAGE_API_URL ${problem}` })
    })
    .optional(),
}
const variables = z.object(statuspageVariables)

/** The status page, when it is set up; what is half there is told to `fail`, which throws. */
export function statuspageConfig(
  values: z.infer<typeof variables>,
  fail: (sentence: string) => never,
): StatuspageConfig | undefined {
  const { STATUSPAGE_API_KEY: apiKey, STATUSPAGE_PAGE_ID: pageId, STATUSPAGE_API_URL: apiUrl } = values
  if (apiKey !== undefined && pageId !== undefined)
    return { apiUrl: apiUrl ?? STATUSPAGE_API, apiKey, pageId }
  const names = Object.keys(statuspageVariables) as (keyof typeof statuspageVariables)[]
  const there = names.filter((name) => values[name] !== undefined)
  if (there.length === 0) return undefined
  const absent = (['STATUSPAGE_API_KEY', 'STATUSPAGE_PAGE_ID'] as const).filter(
    (name) => values[name] === undefined,
  )
  return fail(
    `${there.join(' and ')} ${there.length > 1 ? 'are' : 'is'} set, but ${absent.join(' and ')} ${absent.length > 1 ? 'are' : 'is'} not: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID to reach Statuspage, or neither.`,
  )
}
