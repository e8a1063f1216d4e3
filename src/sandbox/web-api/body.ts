import { isObject, parseJson } from '../json.ts'
import type { Json } from '../protocol.ts'

/** The arguments in a request: of the query, and of a form, JSON or multipart body. Undefined: not readable. */
export async function readArgs(given: {
  contentType: string
  query: URLSearchParams
  body: Buffer
}): Promise<Json | undefined> {
  const query = Object.fromEntries(given.query)
  const type = given.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (given.body.length === 0) return query
  if (type === 'application/json') {
    const parsed = parseJson(given.body.toString('utf8'))
    return isObject(parsed) ? { ...query, ...parsed } : undefined
  }
  if (type === 'multipart/form-data') {
    const form = await readForm(given.contentType, given.body)
    return form && { ...query, ...textFields(form) }
  }
  return { ...query, ...Object.fromEntries(new URLSearchParams(given.body.toString('utf8'))) }
}

export async function readForm(contentType: string, body: Buffer): Promise<FormData | undefined> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined
  }
}

function textFields(form: FormData): Json {
  const fields: Json = {}
  form.forEach((value, name) => {
    if (typeof value === 'string') fields[name] = value
  })
  return fields
}

const NESTED = [
  'blocks',
  'attachments',
  'metadata',
  'view',
  'files',
  'changes',
  'document_content',
  'criteria',
]

/** As the record shows them: without the token, nested values opened. */
export function recordedArgs(raw: Json): Json {
  const { token: _, ...args } = raw
  for (const name of NESTED) {
    const value = args[name]
    if (typeof value === 'string') args[name] = parseJson(value) ?? value
  }
  return args
}
