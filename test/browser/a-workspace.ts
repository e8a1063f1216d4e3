import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { buildPage, servePage } from '../../src/sandbox/page-build.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts'

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
