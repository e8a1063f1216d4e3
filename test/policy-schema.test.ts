import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { policyJsonSchema, policyJsonSchemaText } from '../src/policy-schema.ts'

const own = readFileSync('policy.yml', 'utf8')
const valid = new Ajv({ strict: false, allErrors: true }).compile(policyJsonSchema())

describe('policy.schema.json', () => {
  it('is what the program has now; `npm run policy:schema` writes it', () => {
    expect(readFileSync('policy.schema.json', 'utf8')).toBe(policyJsonSchemaText())
  })

  it('is named by policy.yml, and accepts it', () => {
    expect(own.split('\n')[0]).toBe('# yaml-language-server: $schema=./policy.schema.json')
    expect(valid(parse(own)), JSON.stringify(valid.errors)).toBe(true)
  })

  it.each([
    ['a cadence of 0', (text: string) => text.replace('everyMinutes: 15', 'everyMinutes: 0')],
    ['a misspelt setting', (text: string) => text.replace('graceMinutes', 'gracemin')],
    ['a word that is no cadence', (text: string) => text.replace('updates: none', 'updates: never')],
    [
      'a reference in no known form',
      (text: string) => text.replace('page: ["@secondary"]', 'page: [Ben Okafor]'),
    ],
    ['a missing part', (text: string) => text.replace(/^organisation:\n.*\n.*\n.*\n/m, '')],
  ])('refuses %s while it is typed', (_, broken) => {
    expect(broken(own)).not.toBe(own)
    expect(valid(parse(broken(own)))).toBe(false)
  })
})
