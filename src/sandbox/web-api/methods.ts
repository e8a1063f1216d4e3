import type { Method } from './call.ts'
import { CANVASES } from './canvases.ts'
import { CHAT } from './chat.ts'
import { CONVERSATIONS } from './conversations.ts'
import { FILES } from './files.ts'
import { HISTORY } from './history.ts'
import { MARKS } from './marks.ts'
import { PEOPLE } from './people.ts'
import { VIEWS } from './views.ts'

/** By name. A map, so that no name reaches what every object has. */
export const METHODS = new Map<string, Method>(
  Object.entries({
    ...PEOPLE,
    ...CONVERSATIONS,
    ...HISTORY,
    ...CHAT,
    ...MARKS,
    ...VIEWS,
    ...FILES,
    ...CANVASES,
  }),
)
