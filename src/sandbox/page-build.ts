import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Builds the browser page when its sources have changed, and serves what was built. */

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const sources = join(here, 'page')
const cache = join(root, 'node_modules', '.cache', 'tocsin-page')
/** What besides the page's own sources decides how it is built. */
const ALSO_HASHED = [join(here, 'protocol.ts'), join(here, 'limits.ts'), join(root, 'package-lock.json')]
const MARK = 'built-from.txt'

/**
 * The folder of the built page. Builds with Vite when the sources differ from the last build (about half
 * a second, measured on two cores), otherwise answers at once. Rejects with Vite's error when the sources do not build.
 */
export function buildPage(): Promise<string> {
  building ??= build().finally(() => {
    building = undefined
  })
  return building
}
let building: Promise<string> | undefined

async function build(): Promise<string> {
  const hash = await hashOf([...(await filesUnder(sources)), ...ALSO_HASHED])
  const folder = join(cache, hash)
  if ((await readFile(join(folder, MARK), 'utf8').catch(() => '')) === hash) return folder
  // Built beside and then moved, so that two starts at once never serve half a page.
  const beside = join(cache, `${hash}.${randomUUID()}`)
  const vite = await import('vite')
  await vite.build({
    root: sources,
    configFile: join(sources, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: beside, emptyOutDir: true },
  })
  await writeFile(join(beside, MARK), hash)
  await mkdir(cache, { recursive: true })
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }))
  await removeOthers(hash)
  return folder
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function hashOf(files: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    hash.update(relative(root, file).split(sep).join('/')).update('\0')
    hash.update(await readFile(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** Only finished builds are taken away: another start may be building beside this one. */
async function removeOthers(hash: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const isFinished = (await readFile(join(cache, name, MARK), 'utf8').catch(() => '')) !== ''
    if (name !== hash && isFinished) await rm(join(cache, name), { recursive: true, force: true })
  }
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Everything comes from this server; pictures may come from wherever a message points to. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' http: https: data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export type PageAnswer = { status: 200 | 404; type: string; body: Buffer; headers: Record<string, string> }

/**
 * Serves a built page from memory: `/` and `/index.html`, and its assets by their names. Only names that
 * were in the folder at the start are known, so a path cannot lead anywhere else. Assets carry a hash in
 * their names and may be kept for ever; the page itself is always asked for again.
 */
export function servePage(folder: string): (urlPath: string) => PageAnswer {
  const files = new Map<string, Buffer>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in TYPES)) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path))
  }
  return (urlPath) => {
    const path = urlPath.split(/[?#]/, 1)[0] ?? '/'
    const name = path === '/' ? '/index.html' : path
    const body = files.get(name)
    if (!body) return answer(404, 'text/plain; charset=utf-8', Buffer.from('Not found.\n'), 'no-store')
    const isHashed = name.startsWith('/assets/')
    return answer(
      200,
      TYPES[extname(name)] ?? '',
      body,
      isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
  }
}

function answer(status: PageAnswer['status'], type: string, body: Buffer, cacheControl: string): PageAnswer {
  const headers = {
    'content-type': type,
    'content-length': String(body.length),
    'cache-control': cacheControl,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
  return { status, type, body, headers }
}
