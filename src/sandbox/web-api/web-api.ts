import type { Faults } from '../faults.ts'
import { secret } from '../ids.ts'
import type { Journal } from '../journal.ts'
import { textOf } from '../json.ts'
import type { ApiCall, Fault, Json } from '../protocol.ts'
import { Args } from './args.ts'
import { recordedArgs } from './body.ts'
import { type Call, type Method, needScope } from './call.ts'
import { METHODS } from './methods.ts'
import { Refusal } from './refusal.ts'
import type { Tiers } from './tiers.ts'

/** `undefined`: the connection is cut without an answer. */
export type ApiAnswer = { status: number; headers: Record<string, string>; body: Json | string } | undefined

export type WebApiGiven = {
  base: Omit<Call, 'args' | 'token'>
  tokens: { bot: string; app: string }
  faults: Faults
  tiers: Tiers
  journal: Journal
  /** Rate limits are enforced without a fault asking for it. */
  alwaysTiers: boolean
  /** What was answered must not be forgotten when the process is killed: Slack does not forget it either. */
  saved(): Promise<void>
}

const WARNED_CONTENT = new Set(['chat.postMessage', 'chat.update'])

/** The Web API: authentication, faults, rates, scopes, then the method; everything is recorded. */
export class WebApi {
  readonly #given: WebApiGiven

  constructor(given: WebApiGiven) {
    this.#given = given
  }

  /** `bearer` is the token of the Authorization header, if any. Undefined `raw`: the body was not readable. */
  async answer(method: string, raw: Json | undefined, bearer: string | undefined): Promise<ApiAnswer> {
    const { journal, faults, base } = this.#given
    const record = journal.call({
      at: base.workspace.now(),
      method,
      args: recordedArgs(raw ?? {}),
      ok: false,
      answered: true,
    })
    const fault = faults.strike('api', method)
    if (fault) record.fault = fault.kind
    if (fault?.kind === 'delay') await base.workspace.clock.pauseReal(fault.delayMs ?? 0)
    if (fault?.kind === 'drop') {
      record.answered = false
      return undefined
    }
    const refused = struckDown(fault, record) ?? this.#limited(method, raw, record)
    if (refused) return refused
    const body =
      fault?.kind === 'refuse'
        ? { ok: false, error: fault.error ?? 'internal_error' }
        : this.#run(method, raw, bearer)
    record.ok = body.ok === true
    if (!record.ok) record.error = String(body.error)
    await this.#given.saved()
    if (fault?.kind === 'accept-then-drop') {
      record.answered = false
      return undefined
    }
    return { status: 200, headers: this.#headers(method), body }
  }

  #limited(method: string, raw: Json | undefined, record: ApiCall): ApiAnswer {
    const { faults, tiers, alwaysTiers } = this.#given
    if (!METHODS.has(method) || !(alwaysTiers || faults.enforcesTiers(method))) return undefined
    const wait = tiers.take(method, textOf(raw?.channel) ?? '')
    if (wait === undefined) return undefined
    record.fault = 'rate-limit'
    return tooMany(record, wait)
  }

  #run(method: string, raw: Json | undefined, bearer: string | undefined): Json {
    const known = METHODS.get(method)
    if (!known) return { ok: false, error: 'unknown_method', req_method: method }
    if (raw === undefined) return { ok: false, error: 'invalid_json' }
    try {
      const token = this.#authenticate(known, bearer ?? textOf(raw.token))
      const { workspace } = this.#given.base
      if (token === 'bot') needScope(workspace, known.scopes)
      const args = new Args(raw)
      return { ok: true, ...known.run({ ...this.#given.base, args, token }), ...warnings(method, args) }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.code, ...error.more }
      throw error
    }
  }

  #authenticate(method: Method, token: string | undefined): 'bot' | 'app' {
    const { bot, app } = this.#given.tokens
    if (token === undefined || token === '') throw new Refusal('not_authed')
    if (token !== bot && token !== app) throw new Refusal('invalid_auth')
    const kind = token === bot ? 'bot' : 'app'
    const wanted = method.token ?? 'bot'
    if (wanted !== 'any' && wanted !== kind) throw new Refusal('not_allowed_token_type')
    return kind
  }

  #headers(method: string): Record<string, string> {
    return {
      'x-oauth-scopes': [...this.#given.base.workspace.app.scopes].join(','),
      'x-accepted-oauth-scopes': METHODS.get(method)?.scopes.join(',') ?? '',
      'x-slack-req-id': secret(8),
    }
  }
}

function struckDown(fault: Fault | undefined, record: ApiCall): ApiAnswer {
  if (fault?.kind === 'status') {
    const status = fault.status ?? 503
    record.error = `status ${status}`
    return { status, headers: {}, body: 'The workspace was told to fail.' }
  }
  return fault?.kind === 'rate-limit' ? tooMany(record, fault.retryAfterSeconds) : undefined
}

function tooMany(record: ApiCall, retryAfterSeconds: number | undefined): ApiAnswer {
  record.error = 'ratelimited'
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return {
    status: 429,
    headers: headers as Record<string, string>,
    body: { ok: false, error: 'ratelimited' },
  }
}

/** Slack warns when a message has blocks and no text for notifications. */
function warnings(method: string, args: Args): Json {
  if (!WARNED_CONTENT.has(method) || args.has('text') || args.has('markdown_text')) return {}
  return { warning: 'missing_text_in_message', response_metadata: { warnings: ['missing_text_in_message'] } }
}
