import type { Skipped } from '../../core/ladder/climber.ts'
import { isOpen, rungOfStep, runNumbered } from '../../core/ladder/runs.ts'
import { PAGERDUTY_REFERENCE, ROLE_REFERENCE } from '../../core/policy-fields.ts'
import { outcomeOf, slackCode } from '../failure.ts'
import { expand } from '../references.ts'
import { pageMessage } from '../views/page.ts'
import { DONE, type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

type Found = { people: { user: string; how: string }[]; skipped: Skipped[] }

/** Somebody whom no try will ever reach by direct message. */
const NEVER = new Set([
  'user_not_found',
  'user_not_visible',
  'users_not_found',
  'cannot_dm_bot',
  'user_disabled',
])

/** Finds out who stands behind the rung whose turn it is. The run being over, nobody is looked for any more. */
export const pageRung: Perform = async (owed, hands) => {
  const [run, step] = [Number(owed.args.run), Number(owed.args.step)]
  const known = runNumbered(owed.state, run)
  const rung = known && rungOfStep(known, step)
  if (known === undefined || !isOpen(known) || rung === undefined) return DONE
  const references =
    rung.reference === undefined ? (owed.policy.rungs[rung.rung]?.page ?? []) : [rung.reference]
  const { people, skipped } = await found(references, owed, hands)
  if (people.length === 0) return ok({ type: 'record-rung-empty', run, step, skipped })
  return ok({ type: 'record-page', run, step, people, skipped })
}

/** Pages one person by direct message. Unsure whether an earlier try arrived, it is sent again: better twice than never. */
export const page: Perform = async (owed, hands) => {
  const { args, state, policy } = owed
  const [run, step, user] = [Number(args.run), Number(args.step), String(args.user)]
  const known = runNumbered(state, run)
  if (known === undefined || !isOpen(known)) return DONE // answered in the meantime
  try {
    const { channel } = await hands.slack.conversations.open({ users: user })
    if (channel?.id === undefined) return { outcome: 'unknown', why: 'Slack opened no direct message' }
    const ts = await postForSure(owed, channel.id, pageMessage(state, known, user, policy), hands)
    return ok({ type: 'record-page-sent', run, step, user, channel: channel.id, ts })
  } catch (error) {
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
  const message = pageMessage(owed.state, run, user, owed.policy)
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

const COPY_GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
])

async function postForSure(
  owed: IncidentOwed,
  channel: string,
  message: Parameters<typeof postOnce>[2],
  hands: Hands,
): Promise<string> {
  if (!owed.maybeSent) return postOnce(owed, { channel }, message, hands)
  try {
    return await postOnce(owed, { channel }, message, hands)
  } catch (error) {
    hands.log.warn(
      { incident: owed.stream, err: error },
      'cannot tell whether a page arrived; sending it again',
    )
    return postOnce({ ...owed, maybeSent: false }, { channel }, message, hands)
  }
}

async function found(references: readonly string[], owed: IncidentOwed, hands: Hands): Promise<Found> {
  const all: Found = { people: [], skipped: [] }
  for (const reference of references) {
    const { people, skipped } = await behind(reference, owed, hands)
    all.people.push(...people)
    all.skipped.push(...skipped)
  }
  return all
}

async function behind(reference: string, owed: IncidentOwed, hands: Hands): Promise<Found> {
  if (reference.startsWith(PAGERDUTY_REFERENCE))
    return { people: [], skipped: [{ who: reference, why: 'PagerDuty is not connected' }] }
  if (reference.startsWith(ROLE_REFERENCE)) {
    const holder = owed.state.roles[reference.slice(ROLE_REFERENCE.length)]
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

/** Whoever may not answer is not woken. Somebody about whom Slack cannot be asked is. */
async function whetherToPage(
  user: string,
  how: string,
  { people }: Hands,
): Promise<{ user: string; how: string } | Skipped> {
  const profile = await people.profile(user)
  if (profile === undefined || profile.standing === 'member') return { user, how }
  return { who: user, why: `is no full member (${profile.standing})` }
}
