import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeLabels } from '../../../src/core/chart/place-labels.ts'

const room = { from: 24, to: 1172, gap: 6 }

it('no text touches another or leaves the picture, however many there are and wherever they want to be', () => {
  const label = fc.record({
    x: fc.integer({ min: 172, max: 1172 }),
    width: fc.integer({ min: 20, max: 900 }),
  })
  fc.assert(
    fc.property(fc.array(label, { maxLength: 12 }), (given) => {
      const labels = given.sort((one, other) => one.x - other.x)
      const places = placeLabels(labels, room)
      const boxes = places.map(({ row, left }, index) => ({
        row,
        left,
        right: left + (labels[index]?.width ?? 0),
      }))
      for (const [index, one] of boxes.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(room.from)
        expect(one.right).toBeLessThanOrEqual(room.to)
        for (const other of boxes.slice(index + 1)) {
          const apart = other.row !== one.row || other.left > one.right || other.right < one.left
          expect(apart, JSON.stringify([one, other])).toBe(true)
        }
      }
    }),
  )
})

it('a text stands right beside its place when either side has room', () => {
  expect(
    placeLabels(
      [
        { x: 200, width: 100 },
        { x: 1170, width: 100 },
      ],
      room,
    ),
  ).toEqual([
    { row: 0, left: 206 },
    { row: 0, left: 1064 },
  ])
})
