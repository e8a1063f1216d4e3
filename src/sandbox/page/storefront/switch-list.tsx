import type { ComponentChildren } from 'preact'
import type { Storefront } from '../../outside-world.ts'
import { prefill } from '../state/prefill.ts'
import { type Telling, tellings } from './shop-words.ts'

/** Beside the shop, not in it: which switches it asked for, and what it was told. */
export function SwitchList({ shop, deciding }: { shop: Storefront; deciding: string }) {
  return (
    <aside class="shop-switches" aria-label="Switches of the shop">
      <h2>Switches</h2>
      <p>The shop asks for them over OpenFeature, again and again. Choose one to write its command.</p>
      <ul>
        {tellings(shop).map((one) => (
          <Row key={one.key} telling={one} isDeciding={one.key === deciding} isAlone={!shop.reached} />
        ))}
      </ul>
    </aside>
  )
}

function Row(props: { telling: Telling; isDeciding: boolean; isAlone: boolean }) {
  const { key, says, isCareful, isOwn } = props.telling
  const command = `/killswitch ${isCareful ? 'restore' : 'pull'} ${key} `
  return (
    <li class={`shop-switch ${isCareful ? 'careful' : ''}`}>
      <span class="switch-lamp" />
      <span class="switch-name">
        <button type="button" title={`Write ${command.trim()}`} onClick={() => prefill(command)}>
          <code>{breakable(key)}</code>
        </button>
        {props.isDeciding && <small class="deciding">decides this answer</small>}
        {isOwn && !props.isAlone && <small>the shop’s own value</small>}
      </span>
      <span class="switch-says" key={says}>
        {says}
      </span>
    </li>
  )
}

/** A long key goes on in the next line after one of its words, not within one. */
function breakable(key: string): ComponentChildren {
  return key.split(/(?<=_)/).flatMap((word, index) => (index === 0 ? [word] : [<wbr key={word} />, word]))
}
