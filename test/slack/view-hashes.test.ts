import { expect, it } from 'vitest'
import { createViewHashes } from '../../src/slack/listen/view-hashes.ts'

it('follows our own updates of a view, and nobody else’s', () => {
  const hashes = createViewHashes()
  const at = (hash: string, id = 'V1') => hashes.of({ id, hash })
  expect(at('a')).toBe('a')
  hashes.moved('V1', 'a', 'b')
  expect(at('a')).toBe('b')
  expect(at('b')).toBe('b')
  hashes.moved('V1', 'b', 'c')
  expect(at('a')).toBe('c')
  expect(at('somebody else’s')).toBe('somebody else’s')
  expect(at('a', 'V2')).toBe('a')
})
