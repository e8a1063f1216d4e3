import { z } from 'zod'
import { addressProblem } from '../outside/address.ts'

/** An address to which a secret is sent. */
export const address = (name: string) =>
  z.string().superRefine((text, context) => {
    const problem = addressProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `${name} ${problem}` })
  })
