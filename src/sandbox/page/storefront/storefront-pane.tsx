import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Storefront } from '../../outside-world.ts'
import { useStore } from '../state/store.ts'
import { isShopHeard, storefront, watchStorefront } from '../state/storefront.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { Assistant } from './assistant.tsx'
import { CallbackCard } from './callback-card.tsx'
import { Front } from './front.tsx'
import { QUESTIONS, type Question, replyTo, switchesOf } from './shop-words.ts'
import { SwitchList } from './switch-list.tsx'

/** The shop as its customers see it, and beside it the switches that make it so. */
export function StorefrontPane() {
  useEffect(watchStorefront, [])
  const shop = useStore(storefront, (value) => value)
  const isHeard = useStore(isShopHeard, (value) => value)
  const app = useWorkspace((state) => state.app.name)
  return (
    <section class="pane storefront-pane" aria-label="Storefront">
      <header class="pane-head">
        <Icon name="shop" size={20} />
        <h1>Storefront</h1>
        <div class="pane-topic">What customers see while you work</div>
        {shop && <Reach app={app} isHeard={isHeard} isReached={shop.reached} />}
      </header>
      <div class="home-scroll">
        {shop ? (
          <Shop shop={shop} app={app} />
        ) : (
          <p class="loading">
            <span class="spinner" aria-hidden="true" /> {isHeard ? 'The shop opens…' : 'Reconnecting…'}
          </p>
        )}
      </div>
    </section>
  )
}

function Reach({ app, isHeard, isReached }: { app: string; isHeard: boolean; isReached: boolean }) {
  const [tone, text] = !isHeard
    ? ['warn', 'Reconnecting…']
    : isReached
      ? ['good', `asks ${app}`]
      : ['bad', `${app} does not answer`]
  return (
    <span class={`shop-reach tone-${tone}`} role="status">
      <span class="status-dot" /> {text}
    </span>
  )
}

function Shop({ shop, app }: { shop: Storefront; app: string }) {
  const switches = useMemo(() => switchesOf(shop), [shop])
  const [question, ask] = useState<Question>(QUESTIONS[1] as Question)
  const reply = replyTo(question, switches)
  return (
    <div class="storefront">
      {!shop.reached && (
        <p class="shop-alone" role="alert">
          <Icon name="warning" size={18} />
          <span>
            <b>{app} does not answer.</b> The shop goes by the careful values in its own code until it does.
          </span>
        </p>
      )}
      <div class="shop-window">
        <div class="shop-address" aria-hidden="true">
          <Icon name="lock" size={13} /> linden.example
        </div>
        <Front banner={String(switches.customer_banner ?? '')} hasCapsule={switches.capsule_cta === true}>
          <div class="shop-help">
            <Assistant switches={switches} question={question} reply={reply} onAsk={ask} />
            <CallbackCard isOpen={switches.callback_queue === true} />
          </div>
        </Front>
      </div>
      <SwitchList shop={shop} deciding={reply.by} />
    </div>
  )
}
