import { defineConfig } from 'vitest/config'
import { scratch } from './test/scratch.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Files share what they import: loading it anew for each of them took more than running the tests.
    isolate: false,
    // The default leaves one processor idle; of two that is half.
    maxWorkers: '100%',
    env: { TMPDIR: scratch() },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src/**', 'db/**'],
      exclude: ['src/sandbox/page/**'],
      reporter: ['text-summary', 'html'],
    },
  },
})
