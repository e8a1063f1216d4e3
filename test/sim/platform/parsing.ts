import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
type Parse = (this: unknown, text: string, ...rest: unknown[]) => unknown

/** Templates are read anew at every start; what is in those files does not change here, so it is parsed once. */
export function installParsing(): void {
  const yaml = require('yaml') as Record<string, Parse>
  if (yaml.parseDocument) yaml.parseDocument = once(yaml.parseDocument)
  const { Liquid } = require('liquidjs') as { Liquid: { prototype: Record<string, Parse> } }
  if (Liquid.prototype.parse) Liquid.prototype.parse = once(Liquid.prototype.parse)
}

function once(parse: Parse): Parse {
  const known = new Map<string, unknown>()
  return function (this: unknown, text, ...rest) {
    const key = `${text}\n${JSON.stringify(rest)}`
    if (!known.has(key)) known.set(key, parse.call(this, text, ...rest))
    return known.get(key)
  }
}
