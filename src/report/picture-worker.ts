import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Drawn, ToDraw } from './pictures.ts'

/** Draws SVG as PNG, in a thread of its own: a picture takes 20 to 300 ms, in which the process would answer nobody. */
const require = createRequire(import.meta.url)
const file = (name: string) => readFileSync(require.resolve(name))
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => file(`dejavu-fonts-ttf/ttf/${name}`))
const ready = initWasm(file('@resvg/resvg-wasm/index_bg.wasm'))

parentPort?.on('message', async ({ id, svg, width }: ToDraw) => {
  try {
    await ready
    parentPort?.postMessage({ id, png: draw(svg, width) } satisfies Drawn)
  } catch (error) {
    parentPort?.postMessage({
      id,
      why: error instanceof Error ? error.message : String(error),
    } satisfies Drawn)
  }
})

function draw(svg: string, width: number): Uint8Array {
  const family = 'DejaVu Sans'
  const picture = new Resvg(svg, {
    font: { fontBuffers: fonts, defaultFontFamily: family, sansSerifFamily: family },
    fitTo: { mode: 'width', value: width },
  })
  const image = picture.render()
  try {
    return image.asPng()
  } finally {
    image.free()
    picture.free()
  }
}
