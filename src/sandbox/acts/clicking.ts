import { failureText } from '../deliver.ts'
import { actionOf, chosenState, holdsValue, suggested } from '../element-state.ts'
import { isObject, objectsOf, present, textOf } from '../json.ts'
import type { Acked, Click, Json, Person } from '../protocol.ts'
import type { ChannelRecord, MessageRecord, ViewRecord } from '../records.ts'
import { elementsOf } from '../view-check.ts'
import { findView, wireView } from '../views.ts'
import { threadsOf, wireMessage } from '../wire-message.ts'
import { Impossible, interaction, memberChannelOf, personOf, type Stage, shownName } from './acting.ts'

/** Where an element was clicked. */
type Place =
  | { kind: 'message'; channel: ChannelRecord; message: MessageRecord; blocks: Json[] }
  | { kind: 'view'; view: ViewRecord; blocks: Json[] }

type Found = { blockId: string; block: Json; element: Json }

type Where = Pick<Click, 'as' | 'actionId' | 'blockId' | 'channel' | 'ts' | 'viewId' | 'home'>

function placeOf(stage: Stage, act: Where, person: Person): Place {
  const { workspace } = stage
  if (act.home === true || act.viewId !== undefined) {
    const view = act.home === true ? workspace.homes.get(person.id) : findView(workspace, { id: act.viewId })
    if (!view || view.user !== person.id)
      throw new Impossible(`${person.realName} has no such view open.`, 404)
    return { kind: 'view', view, blocks: objectsOf(view.view.blocks) }
  }
  if (act.channel === undefined || act.ts === undefined) {
    throw new Impossible('Say where: `channel` and `ts`, a `viewId`, or `home`.')
  }
  const channel = memberChannelOf(workspace, act.channel, person)
  const message = workspace.anyMessage(channel, act.ts)
  if (!message || (message.ephemeralFor !== undefined && message.ephemeralFor !== person.id)) {
    throw new Impossible('That message is gone.', 404)
  }
  const attached = message.attachments.flatMap((one) => objectsOf(one.blocks))
  return { kind: 'message', channel, message, blocks: [...message.blocks, ...attached] }
}

function elementAt(place: Place, act: Where): Found {
  const found = elementsOf(place.blocks).filter(
    (one) =>
      one.element.action_id === act.actionId && (act.blockId === undefined || one.blockId === act.blockId),
  )
  const [first] = found
  if (!first) throw new Impossible(`Nothing here has the action id "${act.actionId}".`, 404)
  if (found.length > 1)
    throw new Impossible(`Several blocks have "${act.actionId}"; say which by \`blockId\`.`)
  return first
}

/** A person uses an interactive element of a message, a modal or the home tab. */
export async function click(stage: Stage, act: Click): Promise<Acked> {
  const { workspace } = stage
  const person = personOf(workspace, act.as)
  const place = placeOf(stage, act, person)
  const { blockId, block, element } = elementAt(place, act)
  const state = stateOf(stage, person, element, act)
  if (place.kind === 'view' && state && holdsValue(element)) {
    const values = place.view.values
    values[blockId] = { ...values[blockId], [act.actionId]: state }
    workspace.changed()
  }
  // An input tells nobody until the view is submitted, unless it asked to.
  if (block.type === 'input' && block.dispatch_action !== true) return { ok: true, ms: 0 }
  const answer = await stage.deliveries.send('interactive', {
    ...interaction('block_actions', person),
    trigger_id: stage.triggers.issue(person.id, place.kind === 'view' && place.view.type === 'modal'),
    ...placePayload(
      stage,
      place,
      person,
      blockId,
      state && holdsValue(element) ? { [act.actionId]: state } : undefined,
    ),
    actions: [actionOf(element, blockId, state, workspace.ts())],
  })
  const ms = Math.round(answer.ms)
  return answer.acked ? { ok: true, ms } : { ok: false, ms, error: failureText('That', answer) }
}

function stateOf(stage: Stage, person: Person, element: Json, act: Click): Json | undefined {
  const type = element.type
  if (type === 'button' || type === 'icon_button') return undefined
  if (type === 'feedback_buttons') return feedbackState(element, act)
  if (act.value === undefined) throw new Impossible(`Say what was chosen in "${act.actionId}": \`value\`.`)
  const offered = stage.offers.get(`${person.id} ${act.actionId}`) ?? []
  const state = chosenState(stage.workspace, element, act.value, offered)
  if (typeof state === 'string') throw new Impossible(state)
  return state
}

function feedbackState(element: Json, act: Click): Json {
  const buttons = [element.positive_button, element.negative_button].filter(isObject)
  const chosen = buttons.find((one) => one.value === act.value)
  if (!chosen) throw new Impossible('Choose one of the two feedback values.')
  return { type: 'feedback_buttons', value: chosen.value, text: chosen.text }
}

function placePayload(
  stage: Stage,
  place: Place,
  person: Person,
  blockId: string,
  chosen: Record<string, Json> | undefined,
): Json {
  if (place.kind === 'view') {
    const view = wireView(place.view)
    return { container: { type: 'view', view_id: place.view.id }, view }
  }
  const { channel, message } = place
  const isEphemeral = message.ephemeralFor !== undefined
  return present({
    container: present({
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    }),
    channel: { id: channel.id, name: shownName(channel) },
    // Slack does not send an app what only a person can see.
    message: isEphemeral
      ? undefined
      : wireMessage(stage.workspace, channel, message, { thread: threadsOf(channel).get(message.ts) }),
    state: { values: chosen ? { [blockId]: chosen } : {} },
    response_url: stage.responseUrls.issue(channel.id, person.id, message.ts),
  })
}

const OFFERS_KEPT = 500

export type OptionsAsked = Where & { query: string }

/** Asks the app for the options of an external select. */
export async function options(stage: Stage, act: OptionsAsked): Promise<{ options: Json[] }> {
  const person = personOf(stage.workspace, act.as)
  const place = placeOf(stage, act, person)
  const { blockId, element } = elementAt(place, act)
  if (!textOf(element.type)?.endsWith('external_select'))
    throw new Impossible('That element has its options already.')
  const answer = await stage.deliveries.send('interactive', {
    ...interaction('block_suggestion', person),
    action_id: act.actionId,
    block_id: blockId,
    value: act.query,
    ...suggestionPlace(stage, place),
  })
  if (!answer.acked) throw new Impossible(failureText('Loading the options', answer), 502)
  const found = suggested(answer.payload)
  if (!found) throw new Impossible('The app answered with no options.', 502)
  stage.offers.set(`${person.id} ${act.actionId}`, found)
  for (const oldest of stage.offers.keys()) {
    if (stage.offers.size <= OFFERS_KEPT) break
    stage.offers.delete(oldest)
  }
  return { options: found }
}

function suggestionPlace(stage: Stage, place: Place): Json {
  if (place.kind === 'view') {
    return { container: { type: 'view', view_id: place.view.id }, view: wireView(place.view) }
  }
  return {
    container: {
      type: 'message',
      message_ts: place.message.ts,
      channel_id: place.channel.id,
      is_ephemeral: place.message.ephemeralFor !== undefined,
    },
    channel: { id: place.channel.id, name: shownName(place.channel) },
    ...(place.message.ephemeralFor === undefined
      ? { message: wireMessage(stage.workspace, place.channel, place.message) }
      : {}),
  }
}
