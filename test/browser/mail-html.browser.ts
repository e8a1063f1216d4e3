import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { htmlOf, type Shown } from '../../src/email/html.ts'
import { launch, shot } from './chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

const SHOWN: Shown = {
  organisation: 'Example',
  title: 'Some orders cannot be placed',
  body: `**What is wrong:** Some orders fail.\n\n- أوروبا\n- الدفع بالبطاقة\n\nhttps://status.example.com/${'x'.repeat(300)}\n\nOur next update comes by 12:50 UTC.`,
  status: 'investigating',
  severity: 'sev1',
  isCorrection: true,
  when: '10 June at 12:20 UTC',
  footer: 'Sent by Example.',
}

it.each([
  ['light', 390],
  ['dark', 390],
  ['light', 800],
  ['dark', 800],
] as const)('a mail can be read, %s, %i px wide', async (colorScheme, width) => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  await page.setContent(htmlOf(SHOWN))
  await shot(page, `mail-html-${colorScheme}-${width}`)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  // Every piece of text against the ground that it stands on, as WCAG counts it.
  const faint = await page.evaluate(() => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)
    const light = (color: string) =>
      channels(color)
        .slice(0, 3)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0)
    const ground = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor
        if ((channels(color)[3] ?? 1) > 0) return color
      }
      return 'rgb(255, 255, 255)'
    }
    const found: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement
      const words = texts.currentNode.textContent?.trim() ?? ''
      if (!element || words === '' || element.closest('[aria-hidden]')) continue
      const [one, other] = [light(getComputedStyle(element).color), light(ground(element))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (contrast < 4.5) found.push(`${words.slice(0, 30)}: ${contrast.toFixed(2)}`)
    }
    return found
  })
  expect(faint).toEqual([])
  await page.close()
})
