import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOnCallCommand } from '../../../src/core/on-call/commands.ts'
import { orders, rungsInOrder } from '../../../src/core/on-call/rungs.ts'
import { aPromisingPolicy } from '../a-policy.ts'

const policy = aPromisingPolicy()

describe('what is typed after /oncall', () => {
  it('is the whole list when nothing is, and help when it is asked for', () => {
    for (const text of ['', '  ', 'all', 'Who?'.replace('?', ''), 'now'])
      expect(readOnCallCommand(text, policy)).toEqual({ intent: 'list' })
    for (const text of ['help', '?', '--help']) expect(readOnCallCommand(text, policy).intent).toBe('help')
  })

  it('names a rung by its key or by its name, however it is written', () => {
    for (const text of ['secondary', 'Secondary', ' “secondary” ', policy.rungs.secondary?.name ?? ''])
      expect(readOnCallCommand(text, policy)).toEqual({ intent: 'list', rung: 'secondary' })
  })

  it('is asked about when it names no rung, with the one that was meant when there is one', () => {
    const slip = readOnCallCommand('secundary', policy)
    expect(slip).toMatchObject({ intent: 'unclear', examples: ['secondary'] })
    expect(readOnCallCommand('the moon', policy)).toMatchObject({ intent: 'unclear' })
  })

  it('always comes to something', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(['list', 'help', 'unclear']).toContain(readOnCallCommand(text, policy).intent)
      }),
    )
  })
})

describe('the rungs that are shown', () => {
  it('stand in the order in which they are paged, those that no ladder has last, each once', () => {
    const more = aPromisingPolicy({ rungs: { aside: { name: 'Aside', page: ['@aside'] }, ...policy.rungs } })
    const shown = rungsInOrder(more)
    expect(shown[0]).toBe(orders(more)[0]?.rungs[0])
    expect(shown.at(-1)).toBe('aside')
    expect(new Set(shown).size).toBe(shown.length)
  })

  it('say for which severities each order counts; those that nobody is paged for are in none', () => {
    const named = orders(policy).flatMap(({ severities }) => severities)
    const paged = Object.entries(policy.severities).filter(([, { ladder }]) => ladder !== 'none')
    expect(named.toSorted()).toEqual(paged.map(([severity]) => severity).toSorted())
  })
})
