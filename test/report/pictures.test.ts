import { describe, expect, it, onTestFinished } from 'vitest'
import { textWidth } from '../../src/core/chart/text-width.ts'
import { createPictures } from '../../src/report/pictures.ts'

const PNG = [137, 80, 78, 71]
const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40">${inside}</svg>`

function pictures() {
  const made = createPictures()
  onTestFinished(() => made.close())
  return made
}
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

describe('pictures', () => {
  it('are drawn as wide as they are wanted, several at once', async () => {
    const { png } = pictures()
    const [small, large] = await Promise.all([
      png(svg('<rect width="9" height="9"/>'), 100),
      png(svg(''), 400),
    ])
    expect([...(small?.slice(0, 4) ?? [])]).toEqual(PNG)
    expect([sizeOf(small as Uint8Array), sizeOf(large as Uint8Array)]).toEqual([
      [100, 40],
      [400, 160],
    ])
  })

  it('that cannot be drawn are refused, and the next one is drawn all the same', async () => {
    const { png } = pictures()
    await expect(png('<svg')).rejects.toThrow()
    expect([...(await png(svg(''))).slice(0, 4)]).toEqual(PNG)
  })

  it('can be wanted after the thread was ended', async () => {
    const made = pictures()
    await made.png(svg(''))
    await made.close()
    expect([...(await made.png(svg(''))).slice(0, 4)]).toEqual(PNG)
  })

  it('have letters: the font is there', async () => {
    const { png } = pictures()
    const [empty, written] = await Promise.all([
      png(svg('')),
      png(svg('<text x="5" y="30" font-family="DejaVu Sans, sans-serif" font-size="20">SEV2</text>')),
    ])
    expect(written.byteLength).toBeGreaterThan(empty.byteLength)
    expect(textWidth('SEV2', { size: 20 })).toBeGreaterThan(40)
  })
})
