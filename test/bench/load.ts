import { connect } from 'node:net'

/** One kind of request, over and over. */
export type Shot = { port: number; path: string; headers?: string[]; body: string }

/**
 * Sends the same request over `connections` kept open, each with one request on its way, for `ms`; gives back how
 * many were answered a second and how long each took. Answers are only counted: all are as long as the first, which
 * must be of `status`.
 */
export async function load(
  shot: Shot,
  given: { connections: number; ms: number; status: number },
): Promise<{ perSecond: number; took: number[] }> {
  const bytes = Buffer.from(
    [
      `POST ${shot.path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      ...(shot.headers ?? []),
      `content-length: ${Buffer.byteLength(shot.body)}`,
      '',
      shot.body,
    ].join('\r\n'),
  )
  const took: number[] = []
  const startedAt = performance.now()
  const until = startedAt + given.ms
  await Promise.all(
    Array.from(
      { length: given.connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(shot.port, '127.0.0.1')
          socket.setNoDelay(true)
          let sentAt = 0
          let length = 0
          let missing = 0
          const send = () => {
            missing = length
            sentAt = performance.now()
            socket.write(bytes)
          }
          socket.on('connect', send)
          socket.on('error', reject)
          socket.on('data', (chunk) => {
            if (length === 0) {
              const text = chunk.toString('latin1')
              if (!text.startsWith(`HTTP/1.1 ${given.status}`)) return reject(new Error(text.slice(0, 200)))
              length = lengthOf(text)
              missing = length
            }
            missing -= chunk.length
            if (missing > 0) return
            const now = performance.now()
            took.push(now - sentAt)
            if (now < until) return send()
            socket.destroy()
            resolve()
          })
        }),
    ),
  )
  return { perSecond: (took.length / (performance.now() - startedAt)) * 1_000, took }
}

function lengthOf(answer: string): number {
  const head = answer.indexOf('\r\n\r\n') + 4
  return head + Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
}
