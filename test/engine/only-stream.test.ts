import { expect, it } from 'vitest'
import { ensureOnly } from '../../src/engine/only-stream.ts'
import { ANA, rig } from './rig.ts'

const give = () => ({ type: 'give', what: 'watch' }) as const

it('there is one such stream, however many want it at once, and however often', async () => {
  const { errands, store } = await rig()
  await Promise.all(Array.from({ length: 5 }, () => ensureOnly(errands, 'ERR-1', give)))
  await ensureOnly(errands, 'ERR-1', give)
  expect((await store.streamsNumbered('errand', 0, 10)).map(({ id, seq }) => `${id} ${seq}`)).toEqual([
    'ERR-1 1',
  ])
})

it('its beginning is no bar to what comes later, when the request is forgotten', async () => {
  const { errands, store, clock } = await rig()
  await ensureOnly(errands, 'ERR-1', give)
  await store.forgetInbox(clock.now() + 1)
  await ensureOnly(errands, 'ERR-1', give)
  expect(await store.streamsNumbered('errand', 0, 10)).toHaveLength(1)
})

it('another stream in its place is an error, not a second one', async () => {
  const { errands } = await rig()
  await errands.begin(give, ANA)
  await expect(ensureOnly(errands, 'ERR-2', () => ({ type: 'give' as const, what: '' }))).rejects.toThrow(
    /cannot begin/,
  )
  await expect(ensureOnly(errands, 'ERR-3', give)).rejects.toThrow(/ERR-2 is there instead of ERR-3/)
})
