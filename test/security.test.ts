import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const sources = globSync('src/**/*.{ts,tsx}', { cwd: ROOT })

describe('SECURITY.md', () => {
  const text = read('SECURITY.md')
  const links = [...text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name = '', to = '']) => ({ name, to }))

  it('leads to files that are there', () => {
    expect(links.length).toBeGreaterThan(30)
    for (const { name, to } of links) {
      expect(existsSync(path.join(ROOT, to)), to).toBe(true)
      if (to.startsWith('test/')) expect(name).toBe(to)
    }
  })

  it('names tests that are in those files', () => {
    const titles = [...text.matchAll(/\]\((test\/[^)]+)\)((?:,? "[^"]+")*)/g)].flatMap(
      ([, file = '', quoted = '']) =>
        [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title })),
    )
    expect(titles.length).toBeGreaterThan(40)
    const absent = titles.filter(({ file, title }) => !read(file).includes(title))
    expect(absent).toEqual([])
    // A defence whose test is linked without a title could lose it unnoticed.
    for (const { to } of links.filter(({ to }) => to.startsWith('test/')))
      expect(
        titles.some(({ file }) => file === to),
        to,
      ).toBe(true)
  })
})

describe('the lockfile', () => {
  it('has a hash of every package', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>
    }
    const unpinned = Object.entries(packages).filter(
      ([name, { integrity, link }]) => name !== '' && !link && !/^sha512-/.test(integrity ?? ''),
    )
    expect(unpinned.map(([name]) => name)).toEqual([])
  })

  it('is of exact versions, and nothing installed runs a script', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })
})

describe('the production code', () => {
  const using = (pattern: RegExp) =>
    sources.filter((file) => !file.startsWith('src/sandbox/') && pattern.test(read(file)))

  it('starts no program and runs no text as one', () => {
    expect(using(/node:(?:child_process|vm|inspector)|\beval\(|new Function\(|innerHTML/)).toEqual([])
  })

  it('asks addresses in few places', () => {
    const asking = using(/\bfetch\(|from 'undici'|from 'node:https'|\bhttps?\.request\(/)
    expect(asking.sort()).toEqual(ASKING)
  })

  it('compares secrets in constant time', () => {
    const signing = using(/createHmac\(/)
    const comparing = signing.filter((file) => /timingSafeEqual/.test(read(file)))
    expect(signing.filter((file) => !comparing.includes(file)).sort()).toEqual(MAKING_ONLY)
  })
})

/** What may send requests: to addresses of the environment, of the policy, or that Slack named in a signed request. */
const ASKING = [
  'src/outside/ask.ts',
  'src/pagerduty/call.ts',
  'src/slack/client.ts',
  'src/slack/download.ts',
  'src/slack/listen/respond.ts',
  'src/slack/perform/files.ts',
]

/** They make keyed hashes and let nobody in by them. */
const MAKING_ONLY = ['src/engine/chain.ts', 'src/webhook/signature.ts']
