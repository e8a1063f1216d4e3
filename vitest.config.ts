import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { scratch } from './test/scratch.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Files share what they import: loading it anew for each of them took more than running the tests.
    isolate: false,
    // One more than there are processors: a sixth of the time is waiting, for other processes and for real delays.
    maxWorkers: availableParallelism() + 1,
    env: { TMPDIR: scratch() },
    // What comes by itself comes late on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src/**', 'db/**'],
      exclude: ['src/sandbox/page/**'],
      reporter: ['text-summary', 'html'],
    },
  },
})
