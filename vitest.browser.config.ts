import { defineConfig } from 'vitest/config'

/** The page in a real browser. Apart from `npm test`, because it needs a Chromium on the machine. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
