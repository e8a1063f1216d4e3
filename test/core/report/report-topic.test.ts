import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { BOT, card, channel, DANA, declared, kinds, NOON, resolve } from '../incident/story.ts'

const MINUTE = 60_000
const reports = (effects: { kind: string }[]) => effects.filter(({ kind }) => kind.endsWith('-report'))
const handed: IncidentCommand = { type: 'record-report', how: 'canvas', channel: 'CINC', canvas: 'F1' }
const over = () => declared('sev2').given(card, channel, resolve)

describe('the report is owed', () => {
  it('a moment after the incident is resolved, so that a mistake can be taken back', () => {
    const { effects, state } = declared('sev2').given(card, channel).do(resolve)
    const [owed] = reports(effects)
    expect(owed).toEqual({
      kind: 'slack.deliver-report',
      lane: 'file',
      subject: 'report:INC-7',
      args: { resolved: true },
      notBefore: (state.resolvedAt ?? 0) + 15_000,
    })
  })

  it('to whoever asks: to all, or to them alone', () => {
    const asked = (to: 'thread' | 'me') => reports(declared().do({ type: 'ask-report', to }).effects)
    expect(asked('thread')).toMatchObject([{ kind: 'slack.deliver-report', args: {} }])
    expect(asked('me')).toMatchObject([{ kind: 'slack.deliver-report', args: { user: 'UDANA' } }])
  })

  it('anew once there is a page, for what is said or corrected later, gathered for a minute', () => {
    const story = over()
    expect(reports(story.do({ type: 'note', text: 'before' }).effects)).toEqual([])
    story.do(handed, BOT)
    expect(story.state.reported).toEqual({ deliveries: 1, canvas: 'F1' })
    const [anew] = reports(story.do({ type: 'rename', title: 'Orders' }).effects)
    expect(anew).toMatchObject({ kind: 'slack.sync-report', lane: 'sync' })
    expect((anew as { notBefore?: number } | undefined)?.notBefore).toBe(
      (story.entries.at(-1)?.at ?? NOON) + MINUTE,
    )
  })

  it('not for the bot’s own bookkeeping, nor while the incident is open again', () => {
    const story = over()
    story.do(handed, BOT)
    expect(kinds(reports(story.do({ ...handed, how: 'file' }, BOT).effects) as never)).toEqual([])
    story.do({ type: 'reopen', reason: 'It is back' })
    expect(reports(story.do({ type: 'note', text: 'x' }).effects)).toEqual([])
  })

  it('only by the bot’s word, and to nobody from outside', () => {
    expect(over().do(handed, DANA).rejection?.code).toBe('not-for-people')
    const guest = { kind: 'user', id: 'UGUEST', standing: 'guest' } as const
    expect(declared().do({ type: 'ask-report', to: 'thread' }, guest).rejection?.code).toBe('no-standing')
  })
})
