import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { workspaceNow } from '../state/workspace.ts'
import { formatDateToken, isMoving } from '../text/date-tokens.ts'
import type { Inline } from '../text/nodes.ts'
import { LinkOut } from './link-out.tsx'

type DateNode = Extract<Inline, { kind: 'date' }>

export function DateText({ node }: { node: DateNode }) {
  const shown = isMoving(node.format) ? (
    <MovingDate node={node} />
  ) : (
    <FixedDate node={node} nowMs={workspaceNow()} />
  )
  return node.url ? <LinkOut url={node.url}>{shown}</LinkOut> : shown
}

function MovingDate({ node }: { node: DateNode }) {
  return <FixedDate node={node} nowMs={useNow()} />
}

function FixedDate({ node, nowMs }: { node: DateNode; nowMs: number }) {
  const { timeZone, hour12 } = useDirectory()
  const style = { timeZone, hour12, nowMs }
  const full = formatDateToken(node.seconds, '{date_long} at {time_secs}', node.fallback, style)
  return <time title={full}>{formatDateToken(node.seconds, node.format, node.fallback, style)}</time>
}
