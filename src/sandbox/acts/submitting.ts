import { type Answer, failureText } from '../deliver.ts'
import { chosenState, type Entered, holdsValue, inputProblem } from '../element-state.ts'
import { isObject, objectOf, objectsOf, textOf } from '../json.ts'
import type { Acked, Close, Json, Person, Submit, Submitted } from '../protocol.ts'
import type { ViewRecord } from '../records.ts'
import { checkView, elementsOf } from '../view-check.ts'
import { clearViews, pushView, removeView, updateView, wireView } from '../views.ts'
import { Impossible, interaction, personOf, type Stage } from './acting.ts'

function topView(stage: Stage, person: Person, viewId: string | undefined): ViewRecord {
  const top = stage.workspace.modals.get(person.id)?.at(-1)
  if (!top) throw new Impossible(`${person.realName} has no modal open.`, 404)
  if (viewId !== undefined && top.id !== viewId) throw new Impossible(`${viewId} is not the modal on top.`)
  return top
}

/** A person presses a modal's submit button. */
export async function submit(stage: Stage, act: Submit): Promise<Submitted> {
  const { workspace } = stage
  const person = personOf(workspace, act.as)
  const view = topView(stage, person, act.viewId)
  if (!isObject(view.view.submit)) throw new Impossible('This modal has no submit button.')
  enter(stage, view, act.values)
  view.errors = problems(view)
  workspace.changed()
  if (Object.keys(view.errors).length > 0) {
    return { ok: false, ms: 0, error: 'Slack asks for what is missing or wrong.', errors: view.errors }
  }
  const answer = await stage.deliveries.send('interactive', {
    ...interaction('view_submission', person),
    trigger_id: stage.triggers.issue(person.id, true),
    view: wireView(view),
    response_urls: responseUrls(stage, view, person),
  })
  return taken(stage, view, answer)
}

/** Puts what was entered in place; what is left out keeps what it had. */
function enter(stage: Stage, view: ViewRecord, entered: Record<string, Entered>): void {
  const elements = elementsOf(objectsOf(view.view.blocks)).filter((one) => holdsValue(one.element))
  for (const [name, value] of Object.entries(entered)) {
    const found = elements.find((one) => one.element.action_id === name)
    if (!found) throw new Impossible(`Nothing in this modal has the action id "${name}".`)
    const state = chosenState(
      stage.workspace,
      found.element,
      value,
      heldOptions(stage, view, found.blockId, name),
    )
    if (typeof state === 'string') throw new Impossible(state)
    view.values[found.blockId] = { ...view.values[found.blockId], [name]: state }
  }
}

/** An external select's options are not in the view: they were offered, or it holds them already. */
function heldOptions(stage: Stage, view: ViewRecord, blockId: string, actionId: string): Json[] {
  const held = objectOf(view.values[blockId]?.[actionId])
  const offered = stage.offers.get(`${view.user} ${actionId}`) ?? []
  return [...offered, ...objectsOf(held.selected_options), ...objectsOf([held.selected_option])]
}

function problems(view: ViewRecord): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { blockId, block, element } of elementsOf(objectsOf(view.view.blocks))) {
    if (block.type !== 'input') continue
    const state = view.values[blockId]?.[textOf(element.action_id) ?? '']
    const problem = state && inputProblem(block, element, state)
    if (problem) errors[blockId] = problem
  }
  return errors
}

/** Selects that were made answerable give the app an address in the chosen channel. */
function responseUrls(stage: Stage, view: ViewRecord, person: Person): Json[] {
  return elementsOf(objectsOf(view.view.blocks)).flatMap(({ blockId, element }) => {
    const actionId = textOf(element.action_id) ?? ''
    const state = objectOf(view.values[blockId]?.[actionId])
    const channel = textOf(state.selected_conversation ?? state.selected_channel)
    if (element.response_url_enabled !== true || channel === undefined) return []
    const url = stage.responseUrls.issue(channel, person.id)
    return [{ response_url: url, channel_id: channel, block_id: blockId, action_id: actionId }]
  })
}

const TROUBLE = 'We had some trouble connecting. Try again?'

/** What the acknowledgement asks Slack to do with the view. */
function taken(stage: Stage, view: ViewRecord, answer: Answer): Submitted {
  const ms = Math.round(answer.ms)
  if (!answer.acked) return { ok: false, ms, error: failureText('Submitting', answer) }
  const asked = objectOf(answer.payload)
  const action = asked.response_action
  if (action === undefined) {
    removeView(stage.workspace, view)
    return { ok: true, ms }
  }
  if (action === 'errors') return withErrors(stage, view, asked, ms)
  if (action === 'clear') {
    clearViews(stage.workspace, view.user)
    return { ok: true, ms }
  }
  if (action !== 'update' && action !== 'push')
    return trouble(`unknown response_action "${String(action)}"`, ms)
  const checked = checkView(stage.workspace, asked.view, 'modal')
  if (!checked.ok) return trouble(checked.messages.join('; ') || checked.error, ms)
  if (action === 'update') updateView(stage.workspace, view, checked.view)
  else if (!pushView(stage.workspace, view.user, checked.view)) return trouble('push_limit_reached', ms)
  return { ok: true, ms }
}

function trouble(why: string, ms: number): Submitted {
  return { ok: false, ms, error: `${TROUBLE} (${why})` }
}

function withErrors(stage: Stage, view: ViewRecord, asked: Json, ms: number): Submitted {
  const errors = objectOf(asked.errors)
  const inputs = new Set(
    objectsOf(view.view.blocks)
      .filter((one) => one.type === 'input')
      .map((one) => one.block_id),
  )
  const wrong = Object.entries(errors).find(
    ([id, text]) => !inputs.has(id) || typeof text !== 'string' || text === '',
  )
  if (wrong || Object.keys(errors).length === 0)
    return trouble(`no input block "${wrong?.[0] ?? ''}" to show an error at`, ms)
  view.errors = Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)]))
  stage.workspace.changed()
  return { ok: true, ms, errors: view.errors }
}

/** A person closes the modal on top. */
export async function close(stage: Stage, act: Close): Promise<Acked> {
  const person = personOf(stage.workspace, act.as)
  const view = topView(stage, person, act.viewId)
  const clears = view.view.clear_on_close === true
  const gone = clears ? clearViews(stage.workspace, person.id) : removeView(stage.workspace, view)
  const answers = await Promise.all(closedPayloads(stage, gone, clears))
  const failed = answers.find((one) => !one.acked)
  // Slack shows nothing when the app missed it: the modal is gone for the person either way.
  return { ok: true, ms: Math.round(failed?.ms ?? answers[0]?.ms ?? 0) }
}

/** Tells the app of closed views that asked for it. */
export function closedPayloads(stage: Stage, views: ViewRecord[], isCleared: boolean): Promise<Answer>[] {
  return views
    .filter((one) => one.view.notify_on_close === true)
    .map((view) => {
      const person = stage.workspace.people.get(view.user)
      if (!person) throw new Error(`a view of ${view.user}, who is not here`)
      return stage.deliveries.send('interactive', {
        ...interaction('view_closed', person),
        view: wireView(view),
        is_cleared: isCleared,
      })
    })
}
