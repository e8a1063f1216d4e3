import { readFileSync } from 'node:fs'
import type { Policy } from '../../src/core/policy.ts'
import { parsePolicy } from '../../src/policy-file.ts'

const AUDIENCES = `audiences:
  customers:
    name: Customers by e-mail
    outside: true
    reach: { by: email, to: [customers@example.com] }
    approve: ["role:communications", "role:commander", "@leadership"]
  banner:
    name: Banner in the shop
    outside: true
    reach: { by: banner, flag: customer_banner }
    approve: ["role:communications", "role:commander", "@leadership"]
`

/** The default policy of an organisation that reaches its customers by mail and in the shop too. */
export function tellingThePublic(): Policy {
  const text = readFileSync('policy.yml', 'utf8').replace(/^audiences:\n/m, AUDIENCES)
  const read = parsePolicy(text, 'policy.yml')
  if ('policy' in read) return read.policy
  throw new Error(read.problems.map(({ message }) => message).join('\n'))
}
