import { describe, expect, it } from 'vitest'
import { condensed, createWeights } from '../../../src/core/report/condense.ts'
import { type Watch, watched } from '../incident/watch.ts'

function shown(watch: Watch) {
  const weights = createWeights()
  for (const entry of watch.entries) weights.add(entry)
  const short = condensed(weights.done())
  const lines = watch.entries.filter((entry) => short.shows(entry))
  expect(lines.length + short.leftOut).toBe(watch.entries.length)
  return lines.map(({ event }) => event.type)
}

describe('a timeline where there is little room', () => {
  it('leaves out the bookkeeping only, while all else fits', () => {
    const watch = watched('sev2').advance(1)
    watch.do({ type: 'note', text: 'x' })
    const types = shown(watch)
    expect(types).toContain('noted')
    expect(types).toContain('people-paged')
    expect(types).not.toContain('page-sent')
  })

  it('shows what changed how it stood when there are too many notes', () => {
    const watch = watched('sev4')
    for (let note = 0; note < 300; note += 1) watch.do({ type: 'note', text: `${note}` })
    watch.do({ type: 'change-status', status: 'resolved' })
    expect(shown(watch)).toEqual(['declared', 'status-changed'])
  })

  it('shows how it began and how it ended when even that is too much', () => {
    const watch = watched('sev4')
    for (let update = 0; update < 400; update += 1)
      watch.do({ type: 'post-update', update: { summary: `${update}` } })
    watch.do({ type: 'change-status', status: 'resolved' })
    const types = shown(watch)
    expect(types).toHaveLength(250)
    expect([types.at(0), types.at(-1)]).toEqual(['declared', 'status-changed'])
  })
})
