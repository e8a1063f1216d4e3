import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { oracle } from '../oracles.ts'
import type { Received } from '../outside/outside-server.ts'

type Schema = { properties?: Record<string, Schema>; additionalProperties?: Schema | boolean } & Record<
  string,
  unknown
>
type Description = {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: { 'application/json': { schema: Schema } } } }>
  >
  components: object
}

const description = oracle('statuspage/openapi.json') as Description | undefined
const ajv = new Ajv({ strict: false, validateFormats: false })

/** What is wrong with a request by Statuspage's own description; nothing where that is not at hand. */
export function faultsIn({ method, path, body }: Received): string[] {
  if (description === undefined) return []
  const known = Object.keys(description.paths).filter((template) =>
    matches(template, path.replace(/^\/v1/, '')),
  )
  // `unresolved` is no incident's id.
  const template = known.toSorted((a, b) => a.split('{').length - b.split('{').length)[0]
  const operation = template && description.paths[template]?.[method.toLowerCase()]
  if (!operation) return [`There is no ${method} ${path}`]
  const schema = operation.requestBody?.content['application/json'].schema
  if (schema === undefined) return body === '' ? [] : [`${method} ${path} takes no body`]
  const validate = ajv.compile({ ...strict(resolved(schema)), components: description.components })
  return validate(JSON.parse(body))
    ? []
    : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`)
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
}

/** The body's schema, by name or in place. */
function resolved(schema: Schema): Schema {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema.$ref ?? ''))?.[1]
  if (name === undefined || description === undefined) return schema
  return (description.components as { schemas: Record<string, Schema> }).schemas[name] ?? schema
}

/** Nothing but what is described; the map of components is described by an example key. */
function strict(schema: Schema): Schema {
  if (schema.properties === undefined) return schema
  const properties = Object.fromEntries(
    Object.entries(schema.properties).map(([key, value]) => {
      if (key !== 'components') return [key, strict(value)]
      return [key, { type: 'object', additionalProperties: Object.values(value.properties ?? {})[0] ?? true }]
    }),
  )
  return { ...schema, properties, additionalProperties: false }
}
