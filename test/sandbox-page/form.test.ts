import { describe, expect, it } from 'vitest'
import { initialValue, recordedValue } from '../../src/sandbox/page/elements/values.ts'
import { enteredValues, missingInputs } from '../../src/sandbox/page/view/checking.ts'

const input = (blockId: string, element: Record<string, unknown>, changes = {}) => ({
  type: 'input',
  block_id: blockId,
  element: { action_id: blockId, ...element },
  ...changes,
})
const text = (blockId: string, element = {}, changes = {}) =>
  input(blockId, { type: 'plain_text_input', ...element }, changes)
const typed = (blockId: string, value: string | string[] | null) => ({ [`${blockId}/${blockId}`]: { value } })

describe('what a view still lacks', () => {
  it('is a required input without a value, but not an optional one', () => {
    expect(Object.keys(missingInputs([text('a'), text('b', {}, { optional: true })], {}, {}))).toEqual(['a'])
  })

  it('counts what was entered, recorded or initial', () => {
    const blocks = [text('a', { initial_value: 'x' }), text('b'), text('c')]
    const recorded = { b: { b: { type: 'plain_text_input', value: 'y' } } }
    expect(missingInputs(blocks, recorded, typed('c', 'z'))).toEqual({})
  })

  it('counts an initial value that was deleted as missing', () => {
    expect(missingInputs([text('a', { initial_value: 'x' })], {}, typed('a', ''))).toHaveProperty('a')
    const multi = input('m', { type: 'multi_users_select', initial_users: ['U1'] })
    expect(missingInputs([multi], {}, typed('m', []))).toHaveProperty('m')
  })

  it.each([
    [{ type: 'plain_text_input', min_length: 3 }, 'ab', true],
    [{ type: 'plain_text_input', max_length: 3 }, 'abcd', true],
    [{ type: 'email_text_input' }, 'nobody', true],
    [{ type: 'email_text_input' }, 'a@b.example', false],
    [{ type: 'url_text_input' }, 'ftp://x', true],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', true],
    [{ type: 'number_input', is_decimal_allowed: true, min_value: '1' }, '0.5', true],
    [{ type: 'number_input', is_decimal_allowed: true }, '1.5', false],
    [{ type: 'number_input', is_decimal_allowed: false }, 'seven', true],
  ])('checks %j against %j', (element, value, isWrong) => {
    expect('a' in missingInputs([input('a', element)], {}, typed('a', value))).toBe(isWrong)
  })
})

describe('what a view submits', () => {
  it('is what the person changed, by action id, wherever it stands', () => {
    const blocks = [
      text('a'),
      text('b'),
      { type: 'section', block_id: 's', accessory: { type: 'static_select', action_id: 'pick' } },
    ]
    expect(enteredValues(blocks, { ...typed('a', 'x'), 's/pick': { value: 'v' } })).toEqual({
      a: 'x',
      pick: 'v',
    })
  })

  it('leaves out values of inputs that are no longer in the view', () => {
    expect(enteredValues([text('a')], typed('gone', 'x'))).toEqual({})
  })
})

describe('values of elements', () => {
  it.each([
    [{ type: 'static_select', initial_option: { value: 'x' } }, 'x'],
    [{ type: 'checkboxes', initial_options: [{ value: 'x' }, { value: 'y' }] }, ['x', 'y']],
    [{ type: 'multi_channels_select', initial_channels: ['C1'] }, ['C1']],
    [{ type: 'datetimepicker', initial_date_time: 1_700_000_000 }, 1_700_000_000],
    [{ type: 'timepicker', initial_time: '13:05' }, '13:05'],
    [{ type: 'plain_text_input' }, null],
  ])('of %j are %j at first', (element, value) => {
    expect(initialValue(element)).toEqual(value)
  })

  it.each([
    [{ type: 'static_select', selected_option: null }, null],
    [{ type: 'static_select', selected_option: { value: 'x' } }, 'x'],
    [{ type: 'checkboxes', selected_options: [{ value: 'x' }] }, ['x']],
    [{ type: 'multi_users_select', selected_users: ['U1'] }, ['U1']],
    [{ type: 'datepicker', selected_date: '2026-01-31' }, '2026-01-31'],
    [{ type: 'plain_text_input', value: null }, null],
  ])('of state %j are %j', (entry, value) => {
    expect(recordedValue(entry)).toEqual(value)
  })

  it('are unknown where nothing was recorded', () => {
    expect(recordedValue(undefined)).toBeUndefined()
  })
})
