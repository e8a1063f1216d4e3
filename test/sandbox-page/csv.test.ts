import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCsv } from '../../src/sandbox/page/text/csv.ts'

it('reads quoted cells with commas, breaks and quotes, and either kind of line end', () => {
  expect(parseCsv('a,b\r\n"1, ""one""","two\nlines"\n,\n')).toEqual([
    ['a', 'b'],
    ['1, "one"', 'two\nlines'],
    ['', ''],
  ])
})

it('reads what others write', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', ';', ' ') })
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 })
  fc.assert(
    fc.property(rows, (written) => {
      expect(parseCsv(stringify(written))).toEqual(written)
    }),
  )
})

it('never fails: what is odd stays text', () => {
  expect(parseCsv('')).toEqual([])
  expect(parseCsv('"open\nnever closed')).toEqual([['open\nnever closed']])
  expect(parseCsv('5" pipe,x')).toEqual([['5" pipe', 'x']])
})
