import type { KnownBlock } from '@slack/types'
import type { Text } from '../../core/comms/comms.ts'
import { STATUS_NAMES } from '../../core/comms/page.ts'
import { pageBody } from '../../core/comms/page-text.ts'
import { asLine, asPlain, asSlack, asSubject } from '../../core/comms/variants.ts'
import type { Policy } from '../../core/policy.ts'
import type { Means } from '../../core/policy-comms.ts'
import { section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { chunks, lineOf, pieces } from '../mrkdwn.ts'
import { pageLines } from './comms-page.ts'
import { audienceName } from './labels.ts'

/** A text as each audience will see it, whole. Audiences that see the same share one picture. */
export function previewBlocks(
  text: Text,
  audiences: readonly string[],
  policy: Pick<Policy, 'audiences'>,
  corrects?: number,
): KnownBlock[] {
  const alike = Map.groupBy(audiences, (key) => policy.audiences[key]?.reach.by)
  return [...alike].flatMap(([by, keys]) => {
    const names = keys.map((key) => audienceName(key, policy)).join(', ')
    const [first = '', ...rest] =
      by === undefined ? ['_nobody knows this audience_'] : seenBy(by, text, policy, corrects)
    return [section(`*${names}*\n${first}`), ...rest.map((piece) => section(piece))]
  })
}

/** Room for the names of audiences over the first piece. */
const NAMES_ROOM = 800
const PIECE = LIMITS.sectionText - NAMES_ROOM

function seenBy(
  by: Means['by'],
  text: Text,
  policy: Pick<Policy, 'audiences'>,
  corrects: number | undefined,
): string[] {
  if (text.clears === true) return ['> _nothing any more: it is taken down_']
  const { title, body, status } = text
  switch (by) {
    case 'banner':
      return chunks(asLine(body), PIECE)
    case 'statuspage': {
      const badge = status === undefined ? '' : ` · _${STATUS_NAMES[status]}_`
      const heading = `*${lineOf(title, SHOWN.titleInCard)}*${badge}`
      const head = [heading, ...pageLines(text, policy)].map((each) => `> ${each}`).join('\n')
      return [head, ...chunks(pageBody(text, corrects), PIECE)]
    }
    case 'email': {
      const badge = status === undefined ? '' : ` · _${STATUS_NAMES[status]}_`
      const subject = lineOf(asSubject(text, corrects !== undefined), SHOWN.titleInCard)
      return [`> Subject: *${subject}*${badge}`, ...chunks(asPlain(body), PIECE)]
    }
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
