import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Click, View } from '../../protocol.ts'

/** What blocks stand on: it decides where a click is sent and where entered values are kept. */
export type Surface = {
  /** Names the place across redraws: `C1/171.0001`, or a view's id. */
  key: string
  kind: 'message' | 'view' | 'home'
  at: Pick<Click, 'channel' | 'ts' | 'viewId' | 'home'>
  values: View['values']
  /** block_id → sentence. */
  errors: Record<string, string>
}

export const SurfaceContext = createContext<Surface>({
  key: '',
  kind: 'message',
  at: {},
  values: {},
  errors: {},
})

export function useSurface(): Surface {
  return useContext(SurfaceContext)
}
