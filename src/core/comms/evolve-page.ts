import type { Incident } from '../incident/incident.ts'
import type { Comms, CommsEvent } from './comms.ts'

type PageEvent = Extract<CommsEvent, { type: `statuspage-${string}` }>

/** What is known of the public incident after something happened to it. */
export function evolvePage(state: Incident, event: PageEvent, seq: number): Incident {
  const { statuspage: ours, ...others } = state.comms
  const left = (statuspage: Comms['statuspage']): Incident => ({
    ...state,
    comms: { ...others, ...(statuspage && { statuspage }) },
  })
  if (event.type === 'statuspage-told') return left({ ...event.page, entry: seq })
  if (ours === undefined) return state
  const { drift: _, restoring: __, ...page } = ours
  switch (event.type) {
    case 'statuspage-drifted': {
      const { found, page: there } = event
      return left({ ...ours, drift: { found, ...(there && { page: there }) } })
    }
    case 'statuspage-agreed':
      return left(page)
    case 'statuspage-taken':
      return left(event.page && { ...event.page, entry: seq })
    case 'statuspage-restoring':
      return left({ ...ours, restoring: true })
    case 'statuspage-unrestored': {
      const { restoring: ___, ...stays } = ours
      return left(stays)
    }
  }
}
