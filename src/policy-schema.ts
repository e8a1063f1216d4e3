import { z } from 'zod'
import { policySchema } from './core/policy.ts'

/** The JSON Schema of `policy.yml`, for editors. What one setting has to do with another it cannot say. */
export function policyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-7' })
  return {
    $schema,
    title: 'How an organisation runs its incidents',
    description: 'Generated from the program; `npm run policy:schema` writes it anew.',
    ...schema,
  }
}

/** As it stands in `policy.schema.json`. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), undefined, 2)}\n`
}
