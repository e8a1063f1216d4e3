/** A mail as the mailbox keeps it. Plain data: it goes to disk as it is. */
export type MailRecord = {
  id: string
  /** Milliseconds on the workspace's clock. */
  at: number
  /** As the envelope had it: who gets it is not always in its headers. */
  envelope: { from: string; to: string[] }
  /** How it came: `TLSv1.3`. */
  tls: string
  fromName: string
  subject: string
  messageId: string
  /** What a mail reader sorts by: the first mail that its headers name, or itself. */
  thread: string
  /** As they came, unfolded, in their order. */
  headers: { name: string; value: string }[]
  text: string
  html?: string
  /** Somebody opened it. */
  isRead?: boolean
}
