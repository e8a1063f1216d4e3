import type { App, BlockAction, ViewOutput } from '@slack/bolt'
import { FORMS } from '../controls.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { slackCode } from '../failure.ts'
import { readMemory } from '../views/form.ts'
import { classifierAgain } from './classifier-form.ts'
import { tryAck } from './commands.ts'
import type { Desk } from './desk.ts'
import { createNewest } from './newest.ts'
import { createViewHashes } from './view-hashes.ts'

/** The fields that tell of every choice at once. */
const LIVE = /^(?:triage\..+|severity)$/

/** The form was submitted or closed in the meantime, so there is nothing to show any more. */
const OVER = new Set(['hash_conflict', 'not_found'])

/** While somebody answers, the form shows what the answers come to. */
export function listenToClassifier(app: App, desk: Desk): void {
  const newest = createNewest()
  const hashes = createViewHashes()

  app.action({ type: 'block_actions', action_id: LIVE }, async ({ body, ack }) => {
    const { view } = body as BlockAction
    const isOurs = view?.callback_id === FORMS.declare || view?.callback_id === FORMS.triage
    const shown = view && isOurs ? newest(view.id, () => show(desk, view, hashes)) : Promise.resolve()
    await within(shown, ANSWER_BUDGET_MS)
    await tryAck(desk, ack)
  })
}

/** Nothing depends on it: what counts is what is submitted. So a failure is only logged. */
async function show(
  desk: Desk,
  view: ViewOutput,
  hashes: ReturnType<typeof createViewHashes>,
): Promise<void> {
  try {
    const again = await classifierAgain(desk, view, readMemory(view.private_metadata))
    if (again === undefined) return
    const hash = hashes.of(view)
    const { view: updated } = await desk.slack.views.update({ view_id: view.id, hash, view: again })
    if (updated?.hash) hashes.moved(view.id, hash, updated.hash)
  } catch (error) {
    if (!OVER.has(slackCode(error) ?? '')) desk.log.warn({ err: error }, 'a severity could not be shown')
  }
}
