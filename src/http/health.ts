import type { Handler, Routes } from './server.ts'

/** A part that must work for the bot to be of use: `undefined` when it does, else what is wrong, in a sentence. */
export type Check = () => string | undefined

/** What does not work, by the name of the part; empty when everything does. */
export function whatIsWrong(checks: Record<string, Check>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checks).flatMap(([name, check]) => {
      const reason = check()
      return reason === undefined ? [] : [[name, reason]]
    }),
  )
}

/** `/healthz`: the process answers. `/readyz`: everything it needs works; 503 with the reasons otherwise. */
export function healthRoutes(checks: Record<string, Check>): Routes {
  const ready: Handler = (_request, response) => {
    const wrong = whatIsWrong(checks)
    const isReady = Object.keys(wrong).length === 0
    response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(isReady ? { ready: true } : { ready: false, wrong })}\n`)
  }
  const alive: Handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"alive":true}\n')
  }
  return { 'GET /healthz': alive, 'GET /readyz': ready }
}
