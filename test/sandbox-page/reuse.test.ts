import { describe, expect, it } from 'vitest'
import { reuse } from '../../src/sandbox/page/reuse.ts'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const channel = (messages: { ts: string; text: string }[]) => ({ id: 'C1', messages })

describe('keeping identity over refetches', () => {
  it('gives the old value back when nothing changed', () => {
    const before = channel([{ ts: '1', text: 'a' }])
    expect(reuse(before, copy(before))).toBe(before)
  })

  it('changes only what changed and what holds it', () => {
    const before = channel([
      { ts: '1', text: 'a' },
      { ts: '2', text: 'b' },
    ])
    const next = copy(before)
    next.messages.push({ ts: '3', text: 'c' })
    const after = reuse(before, next)
    expect(after).not.toBe(before)
    expect(after.messages).not.toBe(before.messages)
    expect(after.messages[0]).toBe(before.messages[0])
    expect(after).toEqual(next)
  })

  it('finds messages again when an earlier one is gone', () => {
    const before = channel([
      { ts: '1', text: 'a' },
      { ts: '2', text: 'b' },
    ])
    const after = reuse(before, channel([{ ts: '2', text: 'b' }]))
    expect(after.messages).toHaveLength(1)
    expect(after.messages[0]).toBe(before.messages[1])
  })

  it('notices a key that went away or came', () => {
    expect(reuse({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 })
    expect(reuse({ a: 1 }, { a: 1, b: undefined })).toEqual({ a: 1, b: undefined })
    expect(reuse([1, 2], [1])).toEqual([1])
    expect(reuse({ a: [] }, { a: {} })).toEqual({ a: {} })
  })
})
