import type { ComponentType } from 'preact'
import type { WorkspaceState } from '../../protocol.ts'
import { AlertsPane } from '../alerts/alerts-pane.tsx'
import { DeploymentsPane } from '../deployments/deployments-pane.tsx'
import { MailboxPane } from '../mailbox/mailbox-pane.tsx'
import { PhonePane } from '../phone/phone-pane.tsx'
import { StatusPagePane } from '../statuspage/statuspage-pane.tsx'
import { StorefrontPane } from '../storefront/storefront-pane.tsx'
import type { IconName } from '../ui/icon.tsx'

/** A place outside the workspace that the app has an effect on, drawn beside the channels. */
export type Outside = {
  id: string
  title: string
  icon: IconName
  Pane: ComponentType
  isThere: (state: WorkspaceState) => boolean
  /** How much there waits for whoever is at the screen. */
  waiting?: (state: WorkspaceState) => number
}

/** In the order of the sidebar. Ids stand in the address, and no channel's id is written in small letters. */
export const OUTSIDE: readonly Outside[] = [
  {
    id: 'alerts',
    title: 'Alert source',
    icon: 'bell',
    Pane: AlertsPane,
    isThere: ({ alerting }) => alerting !== undefined,
  },
  {
    id: 'storefront',
    title: 'Storefront',
    icon: 'shop',
    Pane: StorefrontPane,
    isThere: ({ hasStorefront }) => hasStorefront,
  },
  {
    id: 'status',
    title: 'Status page',
    icon: 'globe',
    Pane: StatusPagePane,
    isThere: ({ statusPage }) => statusPage !== undefined,
  },
  {
    id: 'mailbox',
    title: 'Mailbox',
    icon: 'mail',
    Pane: MailboxPane,
    isThere: ({ mails }) => mails !== undefined,
    waiting: ({ mails }) => mails?.filter(({ isRead }) => !isRead).length ?? 0,
  },
  {
    id: 'deployments',
    title: 'Deployments',
    icon: 'deploy',
    Pane: DeploymentsPane,
    isThere: ({ deployments }) => deployments !== undefined,
  },
  {
    id: 'phone',
    title: 'Phone',
    icon: 'phone',
    Pane: PhonePane,
    isThere: ({ phone }) => phone !== undefined,
    waiting: ({ phone }) => phone?.pages.filter(({ rings }) => rings).length ?? 0,
  },
]

/** Those that this workspace has; the same list as long as they are the same, since it is watched for changes. */
export function outsideOf(state: WorkspaceState): readonly Outside[] {
  const there = OUTSIDE.filter((one) => one.isThere(state))
  if (there.length !== last.length || there.some((one, index) => one !== last[index])) last = there
  return last
}

let last: readonly Outside[] = []
