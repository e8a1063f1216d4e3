/** What an error of SQLite's or PostgreSQL's says, by how its code begins. */
const REASONS: readonly [RegExp, string][] = [
  [/^SQLITE_FULL|^53100$/, 'its disk is full'],
  [/^SQLITE_READONLY_DBMOVED/, 'its file was moved or deleted'],
  [/^SQLITE_READONLY|^25006$/, 'it can only be read'],
  [/^SQLITE_(IOERR|CANTOPEN)/, 'its disk fails or can only be read'],
  [/^SQLITE_(BUSY|LOCKED)|^55P03$|^40001$|^40P01$/, 'another program is holding it'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'its file is damaged'],
  [/^57P0|^08/, 'it is shutting down or cannot be reached'],
]

/** Why the database could not be written, for the end of a sentence; undefined when the error is none of its own. */
export function whyUnwritable(error: unknown): string | undefined {
  const code = String((error as { code?: unknown } | undefined)?.code)
  return REASONS.find(([codes]) => codes.test(code))?.[1]
}
