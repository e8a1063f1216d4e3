import type { KnownBlock } from '@slack/types'
import type { PublicStatus, Text } from '../../core/comms/comms.ts'
import { asLine, asPlain, asSlack } from '../../core/comms/variants.ts'
import type { Policy } from '../../core/policy.ts'
import type { Means } from '../../core/policy-comms.ts'
import { section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { chunks, lineOf, pieces } from '../mrkdwn.ts'
import { audienceName } from './labels.ts'

export const STATUS_WORDS: Record<PublicStatus, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

/** A text as each audience will see it, whole. Audiences that see the same share one picture. */
export function previewBlocks(
  text: Text,
  audiences: readonly string[],
  policy: Pick<Policy, 'audiences'>,
): KnownBlock[] {
  const alike = Map.groupBy(audiences, (key) => policy.audiences[key]?.reach.by)
  return [...alike].flatMap(([by, keys]) => {
    const names = keys.map((key) => audienceName(key, policy)).join(', ')
    const [first = '', ...rest] = by === undefined ? ['_nobody knows this audience_'] : seenBy(by, text)
    return [section(`*${names}*\n${first}`), ...rest.map((piece) => section(piece))]
  })
}

/** Room for the names of audiences over the first piece. */
const NAMES_ROOM = 800
const PIECE = LIMITS.sectionText - NAMES_ROOM

function seenBy(by: Means['by'], text: Text): string[] {
  if (text.clears === true) return ['> _nothing any more: it is taken down_']
  const { title, body, status } = text
  switch (by) {
    case 'banner':
      return chunks(asLine(body), PIECE)
    case 'statuspage': {
      const badge = status === undefined ? '' : ` · _${STATUS_WORDS[status]}_`
      return [`> *${lineOf(title, SHOWN.titleInCard)}*${badge}`, ...chunks(asPlain(body), PIECE)]
    }
    case 'email':
      return [`> Subject: *${lineOf(title, SHOWN.titleInCard)}*`, ...chunks(asPlain(body), PIECE)]
    case 'slack':
      return barred(slackText(text))
  }
}

/** The title in bold and the body, as a message in Slack has them. */
export function slackText({ title, body }: Text): string {
  const heading = title === '' ? '' : `*${lineOf(title, SHOWN.titleInCard).replaceAll('*', '')}*\n\n`
  return `${heading}${asSlack(body)}`
}

function barred(mrkdwn: string): string[] {
  return pieces(mrkdwn, PIECE / 2).map((piece) => piece.replace(/^/gm, '> '))
}
