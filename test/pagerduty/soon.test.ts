import { describe, expect, it } from 'vitest'
import { soon } from '../../src/pagerduty/soon.ts'

describe('waiting for something that a page can do without', () => {
  it('gives what comes in time, and nothing when it hangs or fails', async () => {
    const trouble: unknown[] = []
    const hear = (error: unknown) => void trouble.push(error)
    expect(await soon(Promise.resolve('there'), 5_000, hear)).toBe('there')
    expect(await soon(new Promise(() => undefined), 20, hear)).toBeUndefined()
    expect(trouble).toEqual([])
    expect(await soon(Promise.reject(new Error('down')), 5_000, hear)).toBeUndefined()
    expect(trouble).toHaveLength(1)
  })
})
