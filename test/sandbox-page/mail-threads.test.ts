import { expect, it } from 'vitest'
import type { MailListed } from '../../src/sandbox/outside-world.ts'
import { threadsOf } from '../../src/sandbox/page/text/mail-threads.ts'

const mail = (id: string, thread: string, at: number): MailListed => ({
  id,
  at,
  thread,
  from: { name: '', address: 'status@example.com' },
  to: ['customers@example.com'],
  subject: id,
  beginning: '',
  isRead: true,
})

it('mails lie with their thread, the one that something came to last first', () => {
  const threads = threadsOf([mail('M1', 'a', 1), mail('M2', 'b', 2), mail('M3', 'a', 3)])
  expect(threads.map(({ id, mails }) => [id, mails.map((one) => one.id)])).toEqual([
    ['a', ['M1', 'M3']],
    ['b', ['M2']],
  ])
})
