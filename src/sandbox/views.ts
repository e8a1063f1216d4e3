import { BLOCK_LIMITS } from './blocks/limits.ts'
import { holdsValue, initialState } from './element-state.ts'
import { secret } from './ids.ts'
import { isObject, objectsOf, textOf } from './json.ts'
import { BOT, TEAM } from './people.ts'
import type { Json } from './protocol.ts'
import type { ViewRecord } from './records.ts'
import { elementsOf } from './view-check.ts'
import type { Workspace } from './workspace.ts'

/** The views people have open: a stack of modals each, and a home tab each. */

function newHash(workspace: Workspace): string {
  return `${workspace.nowSeconds()}.${secret(4)}`
}

function recordOf(workspace: Workspace, user: string, view: Json, previous?: ViewRecord): ViewRecord {
  const id = workspace.ids.next('V')
  return {
    id,
    hash: newHash(workspace),
    type: view.type === 'home' ? 'home' : 'modal',
    user,
    view,
    values: valuesOf(view),
    errors: {},
    rootId: previous?.rootId ?? id,
    ...(previous ? { previousId: previous.id } : {}),
  }
}

/** Opens a first modal; whatever was open before is gone. */
export function openView(workspace: Workspace, user: string, view: Json): ViewRecord {
  const record = recordOf(workspace, user, view)
  workspace.modals.set(user, [record])
  workspace.changed()
  return record
}

/** Puts a modal on top of the stack. Undefined: the stack is full, or there is nothing to push on. */
export function pushView(workspace: Workspace, user: string, view: Json): ViewRecord | undefined {
  const stack = workspace.modals.get(user) ?? []
  const top = stack.at(-1)
  if (!top || stack.length >= BLOCK_LIMITS.viewsInStack) return undefined
  const record = recordOf(workspace, user, view, top)
  stack.push(record)
  workspace.changed()
  return record
}

/** Replaces a view's content. What was entered stays where block, action and element type are the same. */
export function updateView(workspace: Workspace, record: ViewRecord, view: Json): void {
  const fresh = valuesOf(view)
  for (const [blockId, actions] of Object.entries(fresh)) {
    for (const [actionId, state] of Object.entries(actions)) {
      const entered = record.values[blockId]?.[actionId]
      if (entered && entered.type === state.type) actions[actionId] = entered
    }
  }
  record.view = view
  record.values = fresh
  record.errors = {}
  record.hash = newHash(workspace)
  workspace.changed()
}

export function publishHome(workspace: Workspace, user: string, view: Json): ViewRecord {
  const known = workspace.homes.get(user)
  if (known) {
    updateView(workspace, known, view)
    return known
  }
  const record = recordOf(workspace, user, view)
  workspace.homes.set(user, record)
  workspace.changed()
  return record
}

/** Takes a view off its person's stack, with those above it. Answers what was taken, top last. */
export function removeView(workspace: Workspace, record: ViewRecord): ViewRecord[] {
  const stack = workspace.modals.get(record.user) ?? []
  const from = stack.findIndex((one) => one.id === record.id)
  if (from < 0) return []
  const removed = stack.splice(from)
  if (stack.length === 0) workspace.modals.delete(record.user)
  workspace.changed()
  return removed
}

export function clearViews(workspace: Workspace, user: string): ViewRecord[] {
  const removed = workspace.modals.get(user) ?? []
  workspace.modals.delete(user)
  workspace.changed()
  return removed
}

export function findView(
  workspace: Workspace,
  by: { id?: string | undefined; externalId?: string | undefined },
): ViewRecord | undefined {
  const all = [...[...workspace.modals.values()].flat(), ...workspace.homes.values()]
  if (by.id !== undefined) return all.find((one) => one.id === by.id)
  return all.find((one) => by.externalId !== undefined && one.view.external_id === by.externalId)
}

/** The first state of every element of a view that holds a value. */
function valuesOf(view: Json): ViewRecord['values'] {
  const values: ViewRecord['values'] = {}
  for (const { blockId, element } of elementsOf(objectsOf(view.blocks))) {
    const actionId = textOf(element.action_id)
    if (actionId === undefined || !holdsValue(element)) continue
    values[blockId] = { ...values[blockId], [actionId]: initialState(element) }
  }
  return values
}

/** A view as payloads and answers carry it. */
export function wireView(record: ViewRecord): Json {
  const view = record.view
  return {
    id: record.id,
    team_id: TEAM.id,
    type: record.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: record.values },
    hash: record.hash,
    title: isObject(view.title) ? view.title : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clear_on_close === true,
    notify_on_close: view.notify_on_close === true,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: record.previousId ?? null,
    root_view_id: record.rootId,
    app_id: BOT.appId,
    external_id: view.external_id ?? '',
    app_installed_team_id: TEAM.id,
    bot_id: BOT.botId,
  }
}
