import type { Faults } from '../faults.ts'
import type { Fault } from '../protocol.ts'
import type { Workspace } from '../workspace.ts'
import { RequestLimit } from './request-limit.ts'
import { type StatusAnswer, type StatusRequest, statuspageAnswer } from './statuspage-api.ts'

/** The id of the workspace's page, as Statuspage names pages. */
export const STATUS_PAGE_ID = 'exampleshop1'

type Answer = StatusAnswer & { headers?: Record<string, string> }

const ENHANCE_YOUR_CALM = 420

/** The API of the workspace's status page, with the accidents that were asked for. */
export class StatusService {
  readonly #given: { workspace: Workspace; faults: Faults; apiKey: string }
  readonly #limit: RequestLimit

  constructor(given: { workspace: Workspace; faults: Faults; apiKey: string }) {
    this.#given = given
    this.#limit = new RequestLimit(() => given.workspace.clock.elapsed())
  }

  /** Undefined: the connection breaks off without an answer. */
  async answer(request: StatusRequest): Promise<Answer | undefined> {
    const { workspace, faults, apiKey } = this.#given
    const fault = faults.strike('statuspage', request.method)
    if (fault?.kind === 'drop') return undefined
    if (fault?.kind === 'delay') await workspace.clock.pauseReal(fault.delayMs ?? 0)
    if (fault?.kind === 'status') return failed(fault)
    if (fault?.kind === 'rate-limit') return tooMany(fault.status ?? 429, fault.retryAfterSeconds)
    if (faults.enforcesTiers(request.method, 'statuspage') && !this.#limit.take())
      return tooMany(ENHANCE_YOUR_CALM, undefined)
    const page = { page: workspace.statusPage, pageId: STATUS_PAGE_ID, apiKey, url: workspace.url }
    const answer = statuspageAnswer(page, request)
    return fault?.kind === 'accept-then-drop' ? undefined : answer
  }
}

/** As whatever stands before the service answers when that has trouble. */
function failed({ status = 502 }: Fault): Answer {
  return { status, body: `<!doctype html><title>${status}</title><h1>The server made a boo boo.</h1>` }
}

function tooMany(status: number, retryAfterSeconds: number | undefined): Answer {
  return {
    status,
    body: { error: 'You have exceeded the rate limit' },
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  }
}
