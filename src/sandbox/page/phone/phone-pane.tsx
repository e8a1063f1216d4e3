import type { Phone } from '../../outside-world.ts'
import { isSoundOn, toggleSound } from '../state/sound.ts'
import { useStore } from '../state/store.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { Handset } from './handset.tsx'
import { Rota } from './rota.tsx'

/** PagerDuty on the phone of whoever is at the screen, and beside it who is on call. */
export function PhonePane() {
  const phone = useWorkspace((state) => state.phone)
  return (
    <section class="pane phone-pane" aria-label="Phone">
      <header class="pane-head">
        <Icon name="phone" size={20} />
        <h1>Phone</h1>
        <div class="pane-topic">PagerDuty of this workspace</div>
        <Sound />
      </header>
      <div class="home-scroll">{phone && <Desk phone={phone} />}</div>
    </section>
  )
}

function Desk({ phone }: { phone: Phone }) {
  return (
    <div class="phone-desk">
      <Handset phone={phone} />
      <div class="phone-aside">
        <Rota phone={phone} />
        <p class="phone-hint">
          The app pages over PagerDuty’s own protocols, and what you press here goes back to it the same way.
          Look at the phone of somebody else by becoming them, top right; let hours pass to see one shift hand
          over to the next.
        </p>
      </div>
    </div>
  )
}

function Sound() {
  const isOn = useStore(isSoundOn, (value) => value)
  return (
    <button type="button" class="phone-sound" aria-pressed={isOn} onClick={toggleSound}>
      <Icon name={isOn ? 'bell' : 'bellOff'} size={16} />
      {isOn ? 'Sound on' : 'Silent'}
    </button>
  )
}
