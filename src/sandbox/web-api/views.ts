import type { Json } from '../protocol.ts'
import type { ViewRecord } from '../records.ts'
import type { Exchanged } from '../triggers.ts'
import { checkView } from '../view-check.ts'
import { findView, openView, publishHome, pushView, updateView, wireView } from '../views.ts'
import type { Call, Method } from './call.ts'
import { invalidArguments, Refusal } from './refusal.ts'

function readView(call: Call, type: 'modal' | 'home'): Json {
  const raw = call.args.nested('view', 'invalid_arguments')
  if (raw === undefined) throw invalidArguments('missing required field: view')
  const checked = checkView(call.workspace, raw, type)
  if (checked.ok) return checked.view
  throw new Refusal(
    checked.error,
    checked.messages.length > 0 ? { response_metadata: { messages: checked.messages } } : {},
  )
}

/** A view with this external id must not be there yet, unless it is the one being replaced. */
function needFreeExternalId(call: Call, view: Json, replaced?: ViewRecord): void {
  const externalId = view.external_id
  if (typeof externalId !== 'string' || externalId === '') return
  const found = findView(call.workspace, { externalId })
  if (found && found !== replaced) throw new Refusal('duplicate_external_id')
}

function exchange(call: Call): Exchanged {
  const id = call.args.need('trigger_id', 'invalid_trigger_id')
  const exchanged = call.triggers.exchange(id)
  if (typeof exchanged === 'string') throw new Refusal(exchanged)
  return exchanged
}

function open(call: Call): Json {
  const view = readView(call, 'modal')
  needFreeExternalId(call, view)
  const { user } = exchange(call)
  call.cleared(call.workspace.modals.get(user) ?? [])
  return { view: wireView(openView(call.workspace, user, view)) }
}

function push(call: Call): Json {
  const view = readView(call, 'modal')
  needFreeExternalId(call, view)
  const { user } = exchange(call)
  if (!call.workspace.modals.has(user)) throw new Refusal('not_found')
  const pushed = pushView(call.workspace, user, view)
  if (!pushed) throw new Refusal('push_limit_reached')
  return { view: wireView(pushed) }
}

function update(call: Call): Json {
  const { workspace, args } = call
  const id = args.text('view_id')
  const externalId = args.text('external_id')
  if (id === undefined && externalId === undefined) throw invalidArguments('missing required field: view_id')
  const record = findView(workspace, { id, externalId })
  if (record?.type !== 'modal') {
    readView(call, 'modal')
    throw new Refusal('not_found')
  }
  const view = readView(call, 'modal')
  needHash(call, record)
  needFreeExternalId(call, view, record)
  updateView(workspace, record, view)
  return { view: wireView(record) }
}

function publish(call: Call): Json {
  const { workspace, args } = call
  if (!workspace.app.homeTab) throw new Refusal('not_enabled')
  const user = args.need('user_id')
  const view = readView(call, 'home')
  if (!workspace.people.has(user)) throw invalidArguments('must be a valid user ID [json-pointer:/user_id]')
  const known = workspace.homes.get(user)
  if (known) needHash(call, known)
  needFreeExternalId(call, view, known)
  return { view: wireView(publishHome(workspace, user, view)) }
}

function needHash(call: Call, record: ViewRecord): void {
  const hash = call.args.text('hash')
  if (hash !== undefined && hash !== record.hash) throw new Refusal('hash_conflict')
}

export const VIEWS: Record<string, Method> = {
  'views.open': { scopes: [], run: open },
  'views.push': { scopes: [], run: push },
  'views.update': { scopes: [], run: update },
  'views.publish': { scopes: [], run: publish },
}
