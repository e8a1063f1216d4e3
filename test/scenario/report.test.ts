import { describe, expect, it } from 'vitest'
import { openWorkspace } from './workspace.ts'

const LONG = { timeout: 120_000 }

describe('the report', () => {
  it(
    'comes into the thread after the end, with its picture, and as the canvas of the channel',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const ana = await workspace.person('ana')
      await ana.command('/incident declare sev2 class:orders Orders API answers 500')
      await ana.click('Take command')
      await workspace.advance(12)
      await ana.command('/incident update Rolled back; errors are falling')
      await workspace.advance(3)
      await ana.command('/incident resolve Back to normal')
      expect((await ana.messages()).filter(({ files }) => files.length > 0)).toEqual([])
      await workspace.advance(1)
      const sent = (await ana.messages()).filter(({ files }) => files.length > 0)
      console.log(JSON.stringify(sent, null, 1))
      const stats = await ana.command('/incident stats')
      console.log(stats.answer)
      console.log((await ana.command('/incident report')).answer)
    },
  )
})
