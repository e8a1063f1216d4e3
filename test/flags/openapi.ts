import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

const FILE = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'oracles', 'ofrep', 'openapi.yaml')

/** What is wrong with a value by a schema of the protocol's own description; undefined: nothing. */
export type Protocol = (schema: string, value: unknown) => string | undefined

/** The protocol as its authors describe it; undefined, and said so, where the description is not at hand. */
export function protocol(): Protocol | undefined {
  if (!existsSync(FILE)) {
    console.info('The OpenAPI description of OFREP is not at hand, so nothing was held against it')
    return undefined
  }
  const description = parse(readFileSync(FILE, 'utf8'))
  const { schemas } = description.components
  // An integer is a float too, and the schema without a value takes everything: read literally, "one of" these
  // kinds can never be true of a number, nor of anything else.
  const [, kinds] = schemas.evaluationSuccess.allOf
  schemas.evaluationSuccess.allOf[1] = { anyOf: kinds.oneOf }
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: { float: true, uri: true, 'date-time': true },
  })
  ajv.addSchema(description, 'ofrep')
  return (schema, value) => {
    const validate = ajv.getSchema(`ofrep#/components/schemas/${schema}`)
    if (!validate) throw new Error(`The description has no ${schema}`)
    return validate(value) ? undefined : ajv.errorsText(validate.errors)
  }
}
