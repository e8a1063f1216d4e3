import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'

let made = 0

/** The address of an empty database of either kind, gone when the test ends. */
export async function emptyDatabase(kind: 'sqlite' | 'postgres'): Promise<string> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return path.join(folder, 'tocsin.db')
  }
  made += 1
  const name = `t${process.pid}_${made}`
  const server = inject('postgresUrl')
  await runOn(`${server}/postgres`, `create database ${name}`)
  onTestFinished(() => runOn(`${server}/postgres`, `drop database ${name} with (force)`))
  return `${server}/${name}`
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
