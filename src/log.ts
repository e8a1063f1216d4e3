import pino from 'pino'

export type Log = pino.Logger

/** What must never reach a log, wherever it stands in what is logged. */
const SECRET_PATHS = [
  'token',
  'text',
  'body',
  'authorization',
  'password',
  'secret',
  'values',
  'blocks',
  'payload',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** Structured logs, one JSON object a line, on standard output unless said otherwise. Message bodies and secrets are left out. */
export function createLog(level: string, to: pino.DestinationStream = pino.destination(1)): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: (error: Error & { code?: string }) => ({
        name: error.name,
        code: error.code,
        message: error.message,
        stack: error.stack,
      }),
    },
  }
  return pino(options, to)
}
