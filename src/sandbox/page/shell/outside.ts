import type { ComponentType } from 'preact'
import { StorefrontPane } from '../storefront/storefront-pane.tsx'
import type { IconName } from '../ui/icon.tsx'

/** A place outside the workspace that the app has an effect on, drawn beside the channels. */
export type Outside = { id: string; title: string; icon: IconName; Pane: ComponentType }

/** In the order of the sidebar. Ids stand in the address, and no channel's id is written in small letters. */
export const OUTSIDE: readonly Outside[] = [
  { id: 'storefront', title: 'Storefront', icon: 'shop', Pane: StorefrontPane },
]
