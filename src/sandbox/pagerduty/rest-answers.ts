export type RestRequest = {
  method: string
  path: string
  query: URLSearchParams
  /** An e-mail address, as the header `From` has it. */
  from: string | undefined
  body: unknown
}
export type RestAnswer = { status: number; body: Record<string, unknown> }

/** What PagerDuty gives at once, when no number and when one is named. */
const PAGE_DEFAULT = 25
const PAGE_MAX = 100

/** `code` is PagerDuty's own number of the error. */
export function error(status: number, code: number, message: string, errors?: string[]): RestAnswer {
  return { status, body: { error: { message, code, ...(errors && { errors }) } } }
}

export function notFound(): RestAnswer {
  return error(404, 2100, 'Not Found')
}

export function invalid(errors: string[]): RestAnswer {
  return error(400, 2001, 'Invalid Input Provided', errors)
}

/** One page of a list, as `limit` and `offset` ask for it. */
export function paged<T>(
  query: URLSearchParams,
  name: string,
  all: readonly T[],
  wire: (one: T) => Record<string, unknown>,
): RestAnswer {
  const limit = Number(query.get('limit') ?? PAGE_DEFAULT)
  const offset = Number(query.get('offset') ?? 0)
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) return invalid([`limit is 1 to ${PAGE_MAX}`])
  if (!Number.isInteger(offset) || offset < 0) return invalid(['offset is a number from 0'])
  const page = all.slice(offset, offset + limit)
  return {
    status: 200,
    body: {
      [name]: page.map(wire),
      limit,
      offset,
      more: offset + page.length < all.length,
      total: query.get('total') === 'true' ? all.length : null,
    },
  }
}
