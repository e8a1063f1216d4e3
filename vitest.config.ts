import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src/**', 'db/**'],
      exclude: ['src/sandbox/page/**'],
      reporter: ['text-summary', 'html'],
    },
  },
})
