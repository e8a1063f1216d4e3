import type { Issue } from './blocks/rule.ts'
import { shownFile } from './files.ts'
import { isObject } from './json.ts'
import type { Workspace } from './workspace.ts'

/** Images in these blocks that name a file which is not there, is no picture, or which the app may not read. */
export function slackFileIssues(workspace: Workspace, blocks: unknown, at: string): Issue[] {
  if (Array.isArray(blocks))
    return blocks.flatMap((one, index) => slackFileIssues(workspace, one, `${at}/${index}`))
  if (!isObject(blocks)) return []
  return Object.entries(blocks).flatMap(([name, value]) => {
    const here = `${at}/${name}`
    if (name !== 'slack_file') return slackFileIssues(workspace, value, here)
    return isObject(value) && shownFile(workspace, value) ? [] : [{ message: 'invalid slack file', at: here }]
  })
}
