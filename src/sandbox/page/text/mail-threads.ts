import type { MailListed } from '../../outside-world.ts'

/** Mails that belong together, oldest first; `newest`: when the last of them came, in ms. */
export type MailThread = { id: string; subject: string; newest: number; mails: MailListed[] }

/** The threads of a mailbox, the one with the newest mail first. */
export function threadsOf(mails: readonly MailListed[]): MailThread[] {
  const threads = new Map<string, MailThread>()
  for (const mail of mails) {
    const known = threads.get(mail.thread)
    if (known) {
      known.mails.push(mail)
      known.newest = Math.max(known.newest, mail.at)
    } else {
      const { thread: id, subject, at } = mail
      threads.set(id, { id, subject, newest: at, mails: [mail] })
    }
  }
  return [...threads.values()].sort((one, other) => other.newest - one.newest)
}
