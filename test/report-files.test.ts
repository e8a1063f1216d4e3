import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeReportFiles } from '../src/report-files.ts'
import { ANA, benchEngine } from './bench/engine-rig.ts'

/** A data folder as the bot leaves it, with one incident, in an embedded workspace that knows Ana. */
async function dataFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { incidents, store } = await benchEngine(path.join(folder, 'tocsin.db'))
  await incidents.begin((number) => ({ type: 'declare', number, title: 'Orders API', severity: 'sev4' }), ANA)
  await incidents.handle('INC-1', { type: 'note', text: 'Looking' }, ANA)
  await store.close()
  const people = [{ id: 'U0ANA', name: 'ana', realName: 'Ana Ruiz' }]
  writeFileSync(path.join(folder, 'workspace.json'), JSON.stringify({ format: 1, data: { people } }))
  return folder
}

async function said(args: string[], env: Record<string, string>): Promise<string> {
  let all = ''
  for await (const line of writeReportFiles(args, env)) all += line
  return all
}

describe('a report from the command line', () => {
  it('is a file with its picture beside it, with people by name', async () => {
    const folder = await dataFolder()
    const out = path.join(folder, 'report.md')
    expect(await said(['inc-1', '--out', out], { DATA_DIR: folder })).toContain('are written')
    const text = readFileSync(out, 'utf8')
    expect(text).toContain('# INC-1: Orders API')
    expect(text).toContain('Ana Ruiz noted: Looking')
    expect(text).toContain('](report.png)')
    expect([...readFileSync(path.join(folder, 'report.png')).subarray(0, 4)]).toEqual([137, 80, 78, 71])
  })

  it('is printed when that is asked for', async () => {
    const folder = await dataFolder()
    expect(await said(['INC-1', '--out', '-'], { DATA_DIR: folder })).toContain('## Timeline')
  })

  it.each([
    [['INC-9'], 'There is no INC-9'],
    [[], 'Say which incident'],
    [['INC-1', 'INC-2'], 'Say which incident'],
    [['soon'], 'Say which incident'],
  ])('says what is missing: %j', async (args, sentence) => {
    const folder = await dataFolder()
    await expect(said(args, { DATA_DIR: folder })).rejects.toThrow(sentence)
  })

  it('is not written where the bot keeps nothing', async () => {
    await expect(said(['INC-1'], { DATA_DIR: path.join(tmpdir(), 'nowhere') })).rejects.toThrow()
  })
})
