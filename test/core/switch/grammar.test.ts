import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SWITCH_COMMANDS } from '../../../src/core/switch/commands.ts'
import { readSwitchCommand } from '../../../src/core/switch/grammar.ts'
import { rules } from './a-switch.ts'

const POLICY = {
  switches: {
    safe_mode: rules({ name: 'Safe mode' }),
    t_order_status: rules({ name: 'Template: order status' }),
    t_order_status_verified: rules({ name: 'Twin' }),
    capsule_cta: rules({ name: 'Twin' }),
  },
  bundles: { emergency_stop: { name: 'Emergency stop', does: 'All.', switches: ['safe_mode'] } },
}
const read = (text: string) => readSwitchCommand(text, POLICY)

describe('/killswitch', () => {
  it('alone lists them', () => {
    expect(read('')).toEqual({ intent: 'list' })
    expect(read('  list ')).toEqual({ intent: 'list' })
    expect(read('INC-7')).toEqual({ intent: 'list', incident: 7 })
  })

  it('takes a command, a switch and a reason, with the incident before or after the command', () => {
    const wanted = { intent: 'pull', target: 'safe_mode', reason: 'Wrong replies', incident: 7 }
    expect(read('pull INC-7 safe_mode Wrong replies')).toEqual(wanted)
    expect(read('inc7 pull safe_mode Wrong replies')).toEqual(wanted)
    expect(read('kill safe_mode Wrong replies')).toEqual({
      intent: 'pull',
      target: 'safe_mode',
      reason: 'Wrong replies',
    })
    expect(read('pull safe_mode')).toEqual({ intent: 'pull', target: 'safe_mode' })
    expect(read('pull')).toEqual({ intent: 'pull' })
    expect(read('pull safe_mode a &amp; b <@U1|dana>')).toMatchObject({ reason: 'a & b @dana' })
  })

  it.each(['emergency_stop', 'emergency-stop', 'Emergency stop', '“emergency_stop”', 'EMERGENCY_STOP'])(
    'knows a bundle as %s',
    (said) => {
      expect(read(`pull ${said} now please`)).toEqual({
        intent: 'pull',
        target: 'emergency_stop',
        reason: 'now please',
      })
    },
  )

  it('takes the longest name, and no name that two have', () => {
    expect(read('pull t_order_status_verified x')).toMatchObject({ target: 't_order_status_verified' })
    expect(read('pull t_order_status x')).toMatchObject({ target: 't_order_status', reason: 'x' })
    expect(read('pull twin x')).toMatchObject({ intent: 'unclear' })
  })

  it('guesses no switch: a mistyped one is asked about', () => {
    expect(read('pull safe_mod Wrong replies')).toEqual({
      intent: 'unclear',
      sentence: 'There is no kill switch called “safe_mod”, so I did nothing. Did you mean `safe_mode`?',
      examples: ['pull safe_mode Wrong replies'],
    })
    expect(read('pull nonsense')).toMatchObject({ intent: 'unclear', examples: ['list'] })
    expect(read('pul safe_mode x')).toMatchObject({ intent: 'unclear' })
    expect(read('safe_mode now')).toMatchObject({
      intent: 'unclear',
      examples: ['pull safe_mode now', 'restore safe_mode now'],
    })
  })

  it('shows a switch that stands alone, and takes everything back with "all", which cannot be pulled', () => {
    expect(read('safe_mode')).toEqual({ intent: 'status', target: 'safe_mode' })
    expect(read('restore all Over')).toEqual({ intent: 'restore', target: '*all', reason: 'Over' })
    expect(read('pull all Over')).toMatchObject({ intent: 'unclear' })
  })

  it('reads the other commands', () => {
    expect(read('approve safe_mode')).toEqual({ intent: 'approve', target: 'safe_mode' })
    expect(read('decline safe_mode please')).toMatchObject({ intent: 'unclear' })
    expect(read('status safe_mode')).toEqual({ intent: 'status', target: 'safe_mode' })
    expect(read('history')).toEqual({ intent: 'history', page: 1 })
    expect(read('history safe_mode 2')).toEqual({ intent: 'history', target: 'safe_mode', page: 2 })
    expect(read('history safe_mode two')).toMatchObject({ intent: 'unclear' })
    expect(read('keep safe_mode Next release')).toEqual({
      intent: 'keep',
      target: 'safe_mode',
      reason: 'Next release',
    })
    expect(read('later safe_mode')).toEqual({ intent: 'later', target: 'safe_mode' })
    expect(read('help pull')).toEqual({ intent: 'help', command: 'pull' })
    expect(read('help nothing')).toMatchObject({ intent: 'unclear' })
  })

  it.each([
    ['resolve All is well', '/incident resolve All is well'],
    ['declare sev2 A &amp; B', '/incident declare sev2 A & B'],
    ['oncall', '/oncall'],
  ])('says whose command %j is, instead of the switch command that looks like it', (text, line) => {
    expect(read(text)).toMatchObject({ intent: 'unclear', examples: [line] })
  })

  it('has examples that it understands, and no word twice', () => {
    for (const { name, example } of SWITCH_COMMANDS) {
      const intent = readSwitchCommand(example, {
        ...POLICY,
        switches: { ...POLICY.switches, automation_enabled: rules(), t_order_status_verified: rules() },
      })
      expect(intent.intent).toBe(name)
    }
    const words = SWITCH_COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(new Set(words).size).toBe(words.length)
  })

  it('is total, and pulls nothing that was not named in full', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(
              fc.constantFrom(
                'pull',
                'restore',
                'safe',
                'mode',
                'safe_mode',
                'INC-7',
                'all',
                '<',
                '&lt;',
                'x',
              ),
            )
            .map((all) => all.join(' ')),
        ),
        (text) => {
          const intent = read(text)
          if (intent.intent === 'pull' && intent.target !== undefined)
            expect([...Object.keys(POLICY.switches), ...Object.keys(POLICY.bundles)]).toContain(intent.target)
        },
      ),
    )
  })
})
