import { describe, expect, it } from 'vitest'
import { createLog } from '../src/log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('info', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('keeps what somebody wrote on one line', () => {
    const forged = 'x\r\n{"level":"error","msg":"All tokens revoked"}\u2028'
    const text = logged((log) => log.warn({ why: forged }, 'An outside system said no'))
    expect(text.split(/\r?\n/)).toHaveLength(2) // the line, and nothing after its end
    expect(JSON.parse(text)).toMatchObject({ level: 'warn', why: forged })
  })

  it('holds no token and no words, though somebody logs them by mistake', () => {
    const text = logged((log) => log.info({ token: 'xoxb-1', text: 'a secret', body: { a: 'secret' } }, 'x'))
    expect(text).not.toMatch(/xoxb-1|secret/)
  })
})
