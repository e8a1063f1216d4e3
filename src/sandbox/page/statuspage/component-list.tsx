import type { StatusPage } from '../../outside-world.ts'
import { STATE_NAMES, STATE_TONES } from './status-words.ts'

/** The parts of the service and how each is doing. */
export function ComponentList({ components }: Pick<StatusPage, 'components'>) {
  return (
    <section class="status-components" aria-label="Parts of the service">
      <ul>
        {components.map(({ id, name, description, state }) => (
          <li key={id}>
            <span class="status-component">
              <b>{name}</b>
              <small>{description}</small>
            </span>
            <span class={`status-state tone-${STATE_TONES[state]}`}>{STATE_NAMES[state]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
