import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { parse } from 'yaml'
import { buildPage, servePage } from '../../src/sandbox/page-build.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts'
import { launch } from './chromium.ts'

/** A workspace without a bot, with its page and the systems outside that a test is about. */
export async function aWorkspace(outside: Partial<SandboxOptions>): Promise<Sandbox> {
  return startSandbox({
    port: 0,
    manifest: parse(readFileSync('manifest.yml', 'utf8')),
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    signingSecret: 'secret',
    page: servePage(await buildPage()),
    ...outside,
  })
}

/** A browser and such a workspace for all tests of a file, which are there once its first one runs. */
export function forAll(outside: Partial<SandboxOptions>): { browser: Browser; sandbox: Sandbox } {
  const at = {} as { browser: Browser; sandbox: Sandbox }
  beforeAll(async () => {
    at.sandbox = await aWorkspace(outside)
    at.browser = await launch()
  })
  afterAll(async () => {
    await at.browser?.close()
    await at.sandbox?.close()
  })
  return at
}
