import PostalMime from 'postal-mime'
import type { MailRecord } from './records.ts'

type Read = Omit<MailRecord, 'id' | 'at' | 'envelope' | 'tls'>

const ID = /<[^<>\s]+>/g

/** Takes a mail apart as a mail reader does. Rejects when it is none. */
export async function readMail(raw: Buffer): Promise<Read> {
  const mail = await PostalMime.parse(raw)
  const messageId = mail.messageId ?? ''
  const named = `${mail.references ?? ''} ${mail.inReplyTo ?? ''}`.match(ID) ?? []
  return {
    fromName: mail.from?.name ?? '',
    subject: mail.subject ?? '',
    messageId,
    thread: named[0] ?? messageId,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: mail.text ?? '',
    ...(mail.html !== undefined && { html: mail.html }),
  }
}
