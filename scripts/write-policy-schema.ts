import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { policyJsonSchemaText } from '../src/policy-schema.ts'

const file = path.join(import.meta.dirname, '..', 'policy.schema.json')
writeFileSync(file, policyJsonSchemaText())
console.log(`${file} is as the program has it`)
