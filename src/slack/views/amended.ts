import type { Incident } from '../../core/incident/incident.ts'
import type { Source } from '../../core/timeline/kinds.ts'
import { type Message, section } from '../blocks.ts'
import { channel } from '../mrkdwn.ts'

/** What whoever redacted is told: what is gone, what is not, and that only changing a secret makes it harmless. */
export function redactedAnswer(
  { id }: Incident,
  { gone, among, source }: { gone: number[]; among: number[]; source: Source | undefined },
): Message {
  const [named = 0, ...others] = gone
  const also =
    others.length === 0
      ? ''
      : `, and of ${numbers(others)}, which ${others.length === 1 ? 'repeats' : 'repeat'} them`
  const text = `🧽 *${id}*: the words of #${named} are gone${also}. My own messages about it in channels are being overwritten.`
  const parts = [
    text,
    ...(among.length === 0
      ? []
      : [
          `⚠️ They also stand among others in ${numbers(among)}. To remove those too: \`/incident redact ${id} #${among[0]} <reason>\`.`,
        ]),
    ...(source === undefined
      ? []
      : [
          `⚠️ The message itself is still in ${channel(source.channel)}, and only its author or an administrator can delete it${link(source)}.`,
        ]),
    'What went out with these words before stays where it is: direct messages, files, mails, the status page, PagerDuty.',
    'If it was a password or a key, change it: somebody may have read it.',
  ]
  return { text, blocks: parts.map((part) => section(part)) }
}

function numbers(seqs: readonly number[]): string {
  const shown = seqs.slice(0, NUMBERS_MAX).map((seq) => `#${seq}`)
  const more = seqs.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
const NUMBERS_MAX = 10

/** Addresses of Slack's own have nothing in them that would end the link. */
function link({ permalink }: Source): string {
  return permalink === undefined || /[<>|\s]/.test(permalink) ? '' : `: <${permalink}|open it>`
}
