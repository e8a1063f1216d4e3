import { Ajv, type ValidateFunction } from 'ajv'
import { expect } from 'vitest'
import { oracle } from '../oracles.ts'
import type { Received } from '../outside/outside-server.ts'

type Json = Record<string, unknown>
type Description = { paths: Record<string, Record<string, { parameters?: Json[]; requestBody?: object }>> }

const DESCRIPTIONS = { rest: 'pagerduty/rest.openapi.json', events: 'pagerduty/events-v2.openapi.json' }

/** PagerDuty's own description of its interfaces, as far as it is at hand. */
const documents = Object.entries(DESCRIPTIONS).map(([name, file]) => [
  name,
  oracle(file) as Description | undefined,
])
const known = Object.fromEntries(documents) as Record<keyof typeof DESCRIPTIONS, Description | undefined>
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
for (const [name, description] of Object.entries(known))
  if (description) ajv.addSchema({ ...description, $id: name })

/** Fails the test when the request is not one that PagerDuty describes: its body, its query and its headers. */
export function holdToDescription(api: keyof typeof DESCRIPTIONS, request: Received): void {
  const description = known[api]
  if (!description) return
  const found = operationOf(description, request)
  if (found === undefined) throw new Error(`PagerDuty describes no ${request.method} ${request.path}`)
  holdQuery(description, found.parameters, request)
  if (found.hasBody) {
    const validate = validator(`${api}#/paths/${found.pointer}/requestBody/content/application~1json/schema`)
    expect(validate(JSON.parse(request.body)), JSON.stringify(validate.errors)).toBe(true)
  } else expect(request.body).toBe('')
  if (api === 'rest') expect(request.headers.accept).toBe('application/vnd.pagerduty+json;version=2')
  expect(request.headers['content-type']).toMatch(/^application\/json/)
}

function operationOf(description: Description, { method, path }: Received) {
  const verb = method.toLowerCase()
  const matching = Object.keys(description.paths).filter((pattern) =>
    new RegExp(`^${pattern.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path.replace(/^\/v2(?=\/)/, '')),
  )
  for (const pattern of matching.toSorted(
    (one, other) => Number(one.includes('{')) - Number(other.includes('{')),
  )) {
    const operation = description.paths[pattern]?.[verb]
    if (!operation) continue
    const pointer = `${pattern.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${verb}`
    return { pointer, hasBody: operation.requestBody !== undefined, parameters: operation.parameters ?? [] }
  }
  return undefined
}

function holdQuery(description: Description, parameters: Json[], { query, headers }: Received): void {
  const all = parameters.map((parameter) => resolved(description, parameter))
  const allowed = new Map(all.filter((one) => one.in === 'query').map((one) => [one.name as string, one]))
  for (const [name, value] of query) {
    const schema = allowed.get(name)?.schema as Json | undefined
    expect(schema, `no query parameter ${name}`).toBeDefined()
    const options = schema?.enum as string[] | undefined
    if (options) expect(options).toContain(value)
    if (schema?.type === 'integer') expect(value).toMatch(/^\d+$/)
    if (schema?.type === 'boolean') expect(['true', 'false']).toContain(value)
    if (schema?.format === 'date-time') expect(new Date(value).toISOString()).toBe(value)
  }
  for (const { in: place, name, required } of all)
    if (place === 'header' && required === true)
      expect(headers[String(name).toLowerCase()], String(name)).toBeDefined()
}

function resolved(description: Description, parameter: Json): Json {
  if (typeof parameter.$ref !== 'string') return parameter
  const steps = parameter.$ref.slice(2).split('/')
  return steps.reduce<Json>(
    (at, step) => at[step.replaceAll('~1', '/')] as Json,
    description as unknown as Json,
  )
}

function validator(pointer: string): ValidateFunction {
  const validate = ajv.getSchema(pointer)
  if (!validate) throw new Error(`PagerDuty's description has no ${pointer}`)
  return validate
}
