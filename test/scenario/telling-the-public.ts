import { readFileSync } from 'node:fs'
import type { Policy } from '../../src/core/policy.ts'
import { parsePolicy } from '../../src/policy-file.ts'

const AUDIENCES = `audiences:
  public:
    name: Public status page
    outside: true
    reach: { by: statuspage }
    approve: ["role:communications", "role:commander", "@leadership"]
`
const PROMISE = `    public: { audience: public, firstWithinMinutes: 15, everyMinutes: 30, nudgeBeforeMinutes: 5, graceMinutes: 5 }
`

/** The default policy of an organisation that has a status page too, and promises the public to be told. */
export function tellingThePublic(): Policy {
  const text = readFileSync('policy.yml', 'utf8')
    .replace(/^audiences:\n/m, AUDIENCES)
    .replace(/^ {4}escalateAfterMinutes: 30\n/gm, (line) => line + PROMISE)
  const read = parsePolicy(text, 'policy.yml')
  if ('policy' in read) return read.policy
  throw new Error(read.problems.map(({ message }) => message).join('\n'))
}
