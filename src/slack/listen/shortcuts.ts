import type { App } from '@slack/bolt'
import { section } from '../blocks.ts'
import { SHORTCUTS } from '../controls.ts'
import { declareByAnswers } from '../views/classifier-modal.ts'
import { noticeView } from '../views/form.ts'
import { tryAck } from './commands.ts'
import type { Desk } from './desk.ts'
import { openForm, openFormFor } from './open-form.ts'

/** The global shortcut opens the form to declare; the trigger does not wait, so the form goes first. */
export function listenToShortcuts(app: App, desk: Desk): void {
  app.shortcut({ callback_id: SHORTCUTS.declare, type: 'shortcut' }, async ({ shortcut, ack }) => {
    const problem = await openFormFor(
      desk,
      shortcut.user.id,
      shortcut.trigger_id,
      declareByAnswers(desk.policy, { classes: [], answers: {} }),
    )
    await tryAck(desk, ack)
    if (problem) {
      const blocks = problem.blocks.length > 0 ? problem.blocks : [section(problem.text)]
      await openForm(desk, shortcut.trigger_id, noticeView('Tocsin', blocks))
    }
  })
}
