import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  // The page speaks to a server that is on this machine or behind someone's proxy; one file of each kind is enough.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: false, chunkSizeWarningLimit: 800 },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
