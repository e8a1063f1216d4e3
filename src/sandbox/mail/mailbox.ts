import { MAIL_PREVIEW_CHARS, MAILS_KEPT } from '../limits.ts'
import type { MailListed, MailShown } from '../outside-world.ts'
import type { MailRecord } from './records.ts'

/** Everybody's mailbox in one: what arrived, whoever it was for. */
export class Mailbox {
  readonly #mails: MailRecord[]
  readonly #changed: () => void

  constructor(given: { mails: MailRecord[]; changed: () => void }) {
    this.#mails = given.mails
    this.#changed = given.changed
  }

  put(mail: Omit<MailRecord, 'id'>): void {
    const last = Number(this.#mails.at(-1)?.id.slice(1) ?? 0)
    this.#mails.push({ ...mail, id: `M${last + 1}` })
    this.#mails.splice(0, this.#mails.length - MAILS_KEPT)
    this.#changed()
  }

  /** Oldest first. */
  listed(): MailListed[] {
    return this.#mails.map(listedOf)
  }

  shown(id: string): MailShown | undefined {
    const mail = this.#mails.find((one) => one.id === id)
    if (!mail) return undefined
    const { headers, text, tls, html } = mail
    return { ...listedOf(mail), headers, text, tls, hasHtml: html !== undefined }
  }

  /** Whether there is such a mail. */
  markRead(id: string): boolean {
    const mail = this.#mails.find((one) => one.id === id)
    if (!mail) return false
    if (mail.isRead !== true) {
      mail.isRead = true
      this.#changed()
    }
    return true
  }

  html(id: string): string | undefined {
    return this.#mails.find((one) => one.id === id)?.html
  }

  data(): MailRecord[] {
    return this.#mails
  }
}

function listedOf({ isRead = false, ...mail }: MailRecord): MailListed {
  const { id, at, envelope, fromName, subject, thread, text } = mail
  const { from, to } = envelope
  const beginning = text.replace(/\s+/g, ' ').trim().slice(0, MAIL_PREVIEW_CHARS)
  return { id, at, from: { name: fromName, address: from }, to, subject, beginning, thread, isRead }
}
