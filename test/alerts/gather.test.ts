import { describe, expect, it } from 'vitest'
import { createGathering } from '../../src/alerts/gather.ts'

type Item = { n: number }

/** Work that is done when it is let; keeps what was asked of it at a time. */
function work() {
  const goes: { items: Item[]; finish(): void; fail(error: Error): void }[] = []
  const gather = createGathering(
    (items: Item[]) =>
      new Promise<Map<Item, number>>((resolve, reject) => {
        goes.push({
          items,
          finish: () => resolve(new Map(items.map((item) => [item, item.n * 10]))),
          fail: reject,
        })
      }),
  )
  return { goes, gather }
}
const item = (n: number): Item => ({ n })
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('gathering', () => {
  it('does together what was asked for meanwhile, and gives each asker its own', async () => {
    const { goes, gather } = work()
    const asked = [gather('a', [item(1)]), gather('a', [item(2), item(3)]), gather('a', [item(4)])]
    expect(goes.map(({ items }) => items.length)).toEqual([1])
    goes[0]?.finish()
    await turn()
    expect(goes.map(({ items }) => items.length)).toEqual([1, 3])
    goes[1]?.finish()
    expect(await Promise.all(asked)).toEqual([[10], [20, 30], [40]])
  })

  it('keeps names apart', async () => {
    const { goes, gather } = work()
    const [one, two] = [gather('a', [item(1)]), gather('b', [item(2)])]
    expect(goes).toHaveLength(2)
    for (const { finish } of goes) finish()
    expect(await Promise.all([one, two])).toEqual([[10], [20]])
  })

  it('tells a failure to those whose work it was, and goes on with the next', async () => {
    const { goes, gather } = work()
    const [first, second] = [gather('a', [item(1)]), gather('a', [item(2)])]
    goes[0]?.fail(new Error('full'))
    await expect(first).rejects.toThrow('full')
    await turn()
    goes[1]?.finish()
    expect(await second).toEqual([20])
    const third = gather('a', [item(3)])
    goes[2]?.finish()
    expect(await third).toEqual([30])
  })
})
