import type { PhoneAct } from '../outside-world.ts'
import type { Account } from '../pagerduty/account.ts'
import type { Agent, IncidentRecord } from '../pagerduty/records.ts'
import type { PagerDuty } from '../pagerduty/server.ts'
import type { Acked } from '../protocol.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, personOf } from './acting.ts'

/** A person presses a button on their phone; answered once the app was told by webhook. */
export async function answerPage(
  workspace: Workspace,
  pagerduty: PagerDuty | undefined,
  { as, page, act }: PhoneAct,
): Promise<Acked> {
  if (pagerduty === undefined) throw new Impossible('There is no PagerDuty here.', 404)
  const { account } = pagerduty
  const person = personOf(workspace, as)
  const user = account.data.users.find((one) => one.person === person.id)
  if (user === undefined) throw new Impossible(`${person.realName} has no PagerDuty account.`, 403)
  const incident = account.incident(page)
  if (incident === undefined) throw new Impossible('There is no such page.', 404)
  const error = taken(account, incident, { type: 'user', id: user.id }, act)
  await pagerduty.quiet()
  return error === undefined ? { ok: true, ms: 0 } : { ok: false, error, ms: 0 }
}

/** Why nothing came of it; undefined: it was done. */
function taken(
  account: Account,
  incident: IncidentRecord,
  agent: Agent,
  act: PhoneAct['act'],
): string | undefined {
  const isOver = incident.status === 'resolved'
  if (act === 'join' || act === 'decline') {
    const isTaken = account.reply(incident, agent.id, act === 'join' ? 'joined' : 'declined')
    return isTaken ? undefined : 'You were not asked to help with this, or answered already.'
  }
  if (isOver) return 'This page is over already.'
  if (act === 'acknowledge')
    return account.acknowledge(incident, agent) ? undefined : 'You have acknowledged this already.'
  if (act === 'resolve') return account.resolve(incident, agent) ? undefined : 'This page is over already.'
  return account.escalate(incident, agent) ? undefined : 'There is nobody left to pass this on to.'
}
