import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deliveryBreakages } from './delivery-breakages.ts'
import { incidentBreakages } from './incident-breakages.ts'
import { securityBreakages } from './security-breakages.ts'

const all = [...deliveryBreakages, ...incidentBreakages, ...securityBreakages]

it.each(all)('a breakage still finds its place and its tests: $name', ({ file, find, noticedBy }) => {
  expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2)
  expect(noticedBy.filter((test) => !existsSync(test))).toEqual([])
})
