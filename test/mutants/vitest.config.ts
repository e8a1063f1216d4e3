import { defineConfig } from 'vitest/config'
import { scratch } from '../scratch.ts'

/** One worker, no database of its own (the run has started one), and over with the first test that fails. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    maxWorkers: 1,
    bail: 1,
    env: { TMPDIR: scratch() },
    testTimeout: 20_000,
    provide: { postgresUrl: process.env.POSTGRES_URL ?? '' },
  },
})
