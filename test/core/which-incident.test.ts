import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import { CHOICES_MAX } from '../../src/core/limits.ts'
import { whichIncident } from '../../src/core/which-incident.ts'

type Candidate = Pick<Incident, 'number' | 'id' | 'status'>
const open = (number: number): Candidate => ({ number, id: `INC-${number}`, status: 'investigating' })
const resolved = (number: number): Candidate => ({ number, id: `INC-${number}`, status: 'resolved' })

describe('which incident is meant', () => {
  it('is the one that was named, wherever one is, also a resolved one', () => {
    expect(whichIncident({ number: 3, named: resolved(3), here: [open(1)], open: [open(1)] })).toEqual({
      incident: resolved(3),
    })
  })

  it('is asked when the named one does not exist, instead of taking another', () => {
    const answer = whichIncident({ number: 3, here: [open(1)], open: [open(1)] })
    expect(answer).toEqual({ question: expect.stringContaining('There is no INC-3'), choices: [open(1)] })
    expect(whichIncident({ number: 3, here: [], open: [] })).toMatchObject({ choices: [] })
  })

  it('is the one whose channel or thread it is, before all open ones', () => {
    expect(whichIncident({ here: [open(2)], open: [open(1), open(2)] })).toEqual({ incident: open(2) })
    expect(whichIncident({ here: [resolved(2)], open: [open(1)] })).toEqual({ incident: resolved(2) })
    expect(whichIncident({ here: [resolved(2), open(4)], open: [open(4)] })).toEqual({ incident: open(4) })
  })

  it('elsewhere is the only open one', () => {
    expect(whichIncident({ here: [], open: [open(5)] })).toEqual({ incident: open(5) })
  })

  it('is asked between several, newest first, and not all of very many', () => {
    expect(whichIncident({ here: [], open: [open(1), open(2)] })).toEqual({
      question: expect.stringContaining('Which incident'),
      choices: [open(2), open(1)],
    })
    const many = Array.from({ length: CHOICES_MAX + 5 }, (_, index) => open(index + 1))
    const answer = whichIncident({ here: [], open: many })
    expect('choices' in answer && answer.choices.map(({ number }) => number)).toEqual(
      Array.from({ length: CHOICES_MAX }, (_, index) => many.length - index),
    )
  })

  it('cannot be told when none is open, and says how to name one', () => {
    expect(whichIncident({ here: [], open: [] })).toEqual({
      question: expect.stringContaining('INC-3'),
      choices: [],
    })
  })
})
