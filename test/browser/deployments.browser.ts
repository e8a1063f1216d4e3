import { expect, it } from 'vitest'
import { argocd } from '../../src/argocd/provider.ts'
import { forAll } from './a-workspace.ts'
import { openPage } from './chromium.ts'

const TOKEN = 'argocd-token'
const forever = new AbortController().signal
const production = { projects: ['production'] }

const at = forAll({ argocdToken: TOKEN })

it.each([
  ['wide', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 800 }],
])('shows a freeze at once, refuses to deploy, and lets it be taken away: %s', async (_name, size) => {
  const provider = argocd({ url: at.sandbox.argocdUrl, token: TOKEN }, { now: () => at.sandbox.now() })
  const { page, errors } = await openPage(at.browser, `${at.sandbox.url}/#/U0BEN/deployments`, size)
  const project = page.getByRole('region', { name: 'Project production' })
  const staging = page.getByRole('region', { name: 'Project staging' })
  await project.getByText('Open').waitFor()

  const order = { place: production, value: true, key: 'k', comment: 'INC-7: orders fail' }
  expect(await provider.set(order, forever)).toEqual({ ok: true })
  await project.getByText('Frozen').waitFor()
  await project.getByText('tocsin:freeze INC-7: orders fail').waitFor()
  await staging.getByText('Open').waitFor()
  await project
    .getByRole('button', { name: /^Deploy/ })
    .first()
    .click()
  await page.getByText(/storefront is not deployed: deployments are frozen/).waitFor()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)

  await project.getByRole('button', { name: 'Remove' }).click()
  await project.getByText('Open').waitFor()
  expect(await provider.read(production, forever)).toEqual({ ok: true, value: false })
  const button = project.getByRole('button', { name: /^Deploy/ }).first()
  const version = (await button.innerText()).replace('Deploy ', '')
  await button.click()
  await project.locator('code', { hasText: version }).waitFor()
  expect(errors).toEqual([])
})
