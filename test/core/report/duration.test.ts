import { expect, it } from 'vitest'
import { durationInWords } from '../../../src/core/report/duration.ts'

const [S, M, H, D] = [1_000, 60_000, 3_600_000, 86_400_000]

it.each([
  [0, '0 s'],
  [499, '0 s'],
  [59.4 * S, '59 s'],
  [59.6 * S, '1 min'],
  [4 * M + 30 * S, '4 min 30 s'],
  [9 * M + 59.9 * S, '10 min'],
  [59 * M + 31 * S, '1 h'],
  [H + 29 * M, '1 h 29 min'],
  [23 * H + 59.6 * M, '1 d'],
  [3 * D + 4.4 * H, '3 d 4 h'],
])('%d ms is %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words)
})
