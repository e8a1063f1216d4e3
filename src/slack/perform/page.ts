import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Climber, Run } from '../../core/ladder/climber.ts'
import { isOpen, rungOfStep, runNumbered } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import { PAGERDUTY_REFERENCE, ROLE_REFERENCE } from '../../core/policy-fields.ts'
import type { Outcome, Owed } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { outcomeOf, slackCode } from '../failure.ts'
import { permalinkOf } from '../permalink.ts'
import { expand } from '../references.ts'
import { alertPage } from '../views/alert-page.ts'
import { pageMessage } from '../views/page.ts'
import { alertOf } from './alert-owed.ts'
import { DONE, type Hands, ok } from './hands.ts'
import { both, type Found, onCall, whetherToPage } from './on-call.ts'
import { findPosted, NotWanted, postOnce } from './post.ts'

/** What is owed by anything that pages: an incident, or an alert. */
export type PageOwed = Omit<Owed, 'state' | 'entry' | 'policy'> & {
  state: Climber
  entry: { recordedAt: Instant }
  policy: Policy
}

type Perform = (owed: PageOwed, hands: Hands, signal: AbortSignal) => Promise<Outcome>

/** Somebody whom no try will ever reach by direct message. */
const NEVER = new Set([
  'user_not_found',
  'user_not_visible',
  'users_not_found',
  'cannot_dm_bot',
  'user_disabled',
])

/** Finds out who stands behind the rung whose turn it is. The run being over, nobody is looked for any more. */
export const pageRung: Perform = async (owed, hands, signal) => {
  const [run, step] = [Number(owed.args.run), Number(owed.args.step)]
  const known = runNumbered(owed.state, run)
  const rung = known && rungOfStep(known, step)
  if (known === undefined || !isOpen(known) || rung === undefined) return DONE
  const references =
    rung.reference === undefined ? (owed.policy.rungs[rung.rung]?.page ?? []) : [rung.reference]
  const { people, skipped, pagerduty } = await found(references, owed, hands, signal)
  if (people.length === 0 && pagerduty === undefined)
    return ok({ type: 'record-rung-empty', run, step, skipped })
  return ok({ type: 'record-page', run, step, people, skipped, ...(pagerduty && { pagerduty }) })
}

/** Pages one person by direct message. Unsure whether an earlier try arrived, it is sent again: better twice than never. */
export const page: Perform = async (owed, hands) => {
  const { args, state } = owed
  const [run, step, user] = [Number(args.run), Number(args.step), String(args.user)]
  const known = runNumbered(state, run)
  if (known === undefined || !isOpen(known)) return DONE // answered in the meantime
  try {
    const { channel } = await hands.slack.conversations.open({ users: user })
    if (channel?.id === undefined) return { outcome: 'unknown', why: 'Slack opened no direct message' }
    const ts = await postForSure(owed, channel.id, await messageOf(owed, known, user, hands), hands)
    return ok({ type: 'record-page-sent', run, step, user, channel: channel.id, ts })
  } catch (error) {
    if (error instanceof NotWanted) return DONE
    const failure = outcomeOf(error, hands.now())
    const never = failure.outcome === 'give-up' || NEVER.has(slackCode(error) ?? '')
    return never ? ok({ type: 'record-page-failed', run, step, user, why: failure.why }) : failure
  }
}

/** Every copy that one person has of a page, as things stand. A copy that is gone needs no change. */
export const syncPage: Perform = async (owed, hands) => {
  const user = String(owed.args.user)
  const run = runNumbered(owed.state, Number(owed.args.run))
  if (run === undefined) return DONE
  const message = await messageOf(owed, run, user, hands)
  for (const { sent } of run.people.filter((paged) => paged.user === user)) {
    if (sent === undefined) continue
    try {
      await hands.slack.chat.update({ channel: sent.channel, ts: sent.ts, ...message })
    } catch (error) {
      if (!COPY_GONE.has(slackCode(error) ?? '')) throw error
    }
  }
  return DONE
}

/** What the page says, by what it is about. */
async function messageOf(owed: PageOwed, run: Run, user: string, hands: Hands): Promise<Message> {
  const { policy } = owed
  const alert = alertOf(owed)
  if (alert === undefined) return pageMessage(owed.state as Incident, run, user, policy)
  const line = alert.line === undefined ? undefined : await permalinkOf(alert.line, hands)
  return alertPage(alert, run, user, policy, line)
}

const COPY_GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
])

async function postForSure(
  owed: PageOwed,
  channel: string,
  message: Parameters<typeof postOnce>[2],
  hands: Hands,
): Promise<string> {
  const isOpenStill = async () => {
    const run = runNumbered((await owed.newest()) as Climber, Number(owed.args.run))
    return run !== undefined && isOpen(run)
  }
  const earlier = owed.maybeSent ? await sentBefore(owed, channel, hands) : undefined
  return earlier ?? postOnce({ ...owed, maybeSent: false }, { channel }, message, hands, isOpenStill)
}

/** A page that cannot be looked for counts as not sent. What Slack says of the sending itself is another matter. */
async function sentBefore(owed: PageOwed, channel: string, hands: Hands): Promise<string | undefined> {
  try {
    return await findPosted(owed, { channel }, hands)
  } catch (error) {
    hands.log.warn(
      { stream: owed.stream, err: error },
      'cannot tell whether a page arrived; sending it again',
    )
    return undefined
  }
}

async function found(
  references: readonly string[],
  owed: PageOwed,
  hands: Hands,
  signal: AbortSignal,
): Promise<Found> {
  const all: Found = { people: [], skipped: [] }
  for (const reference of references) {
    const { people, skipped, pagerduty } = reference.startsWith(PAGERDUTY_REFERENCE)
      ? await onCall(reference, hands, signal)
      : await behind(reference, owed, hands)
    all.people.push(...people)
    all.skipped.push(...skipped)
    if (pagerduty) all.pagerduty = both(all.pagerduty, pagerduty)
  }
  return all
}

async function behind(reference: string, owed: PageOwed, hands: Hands): Promise<Found> {
  if (reference.startsWith(ROLE_REFERENCE)) {
    const holder = owed.state.roles?.[reference.slice(ROLE_REFERENCE.length)]
    return holder === undefined
      ? { people: [], skipped: [{ who: reference, why: 'nobody holds this role' }] }
      : { people: [{ user: holder, how: reference }], skipped: [] }
  }
  const { found: users, missing } = await expand([reference], hands.people, hands.groups)
  const answers = await Promise.all(users.map((user) => whetherToPage(user, reference, hands)))
  return {
    people: answers.flatMap((answer) => ('user' in answer ? [answer] : [])),
    skipped: [
      ...missing.map((who) => ({ who, why: 'nobody here has this name, or the group is empty' })),
      ...answers.flatMap((answer) => ('who' in answer ? [answer] : [])),
    ],
  }
}
