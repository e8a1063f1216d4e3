import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildPage, servePage } from '../../src/sandbox/page-build.ts'

describe('the built page', () => {
  it('is one page whose every asset is served, and nothing in it is inline', async () => {
    const serve = servePage(await buildPage())
    const page = serve('/')
    const html = page.body.toString()
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8'])
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/)
    const assets = [...html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
    expect(assets.length).toBeGreaterThanOrEqual(2)
    for (const asset of assets) expect(serve(asset).status).toBe(200)
  })

  it('is built once for the same sources', async () => {
    expect(await buildPage()).toBe(await buildPage())
  })
})

describe('serving a folder', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'page-'))
  const folder = path.join(root, 'built')
  mkdirSync(path.join(folder, 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'secret.html'), 'secret')
  writeFileSync(path.join(folder, 'index.html'), 'page')
  writeFileSync(path.join(folder, 'assets', 'a-1.js'), 'script')
  writeFileSync(path.join(folder, 'notes.txt'), 'notes')
  const serve = servePage(folder)

  it('keeps hashed assets and always asks for the page again', () => {
    expect(serve('/assets/a-1.js?x').headers['cache-control']).toContain('immutable')
    expect(serve('/index.html').headers['cache-control']).toBe('no-cache')
  })

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '//secret.html',
    '/notes.txt',
    '',
  ])('does not know %j', (urlPath) => {
    expect(serve(urlPath).status).toBe(404)
  })
})
