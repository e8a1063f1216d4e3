import { describe, expect, it } from 'vitest'
import { createNewest } from '../../src/slack/listen/newest.ts'

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

describe('the newest of what is wanted', () => {
  it('is done after what is under way, and what it overtook is not', async () => {
    const newest = createNewest()
    const first = gate()
    const done: string[] = []
    const work = (name: string, wait?: Promise<void>) => async () => {
      await wait
      done.push(name)
    }
    const all = [
      newest('V1', work('first', first.opened)),
      newest('V1', work('overtaken')),
      newest('V1', work('last')),
      newest('V2', work('other')),
    ]
    await all[3]
    expect(done).toEqual(['other'])
    first.open()
    await Promise.all(all)
    expect(done).toEqual(['other', 'first', 'last'])
    await newest('V1', work('later'))
    expect(done.at(-1)).toBe('later')
  })

  it('goes on after a failure', async () => {
    const newest = createNewest()
    await expect(newest('V1', () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    let done = false
    await newest('V1', async () => {
      done = true
    })
    expect(done).toBe(true)
  })
})
