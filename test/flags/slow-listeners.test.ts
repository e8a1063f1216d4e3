import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createListeners } from '../../src/flags/listeners.ts'

/** A connection whose other end reads or does not. */
function connection() {
  const written: string[] = []
  const state = { takes: true, destroyed: false, ended: false }
  const response = Object.assign(new EventEmitter(), {
    writeHead: () => response,
    write(text: string) {
      written.push(text)
      return state.takes
    },
    end() {
      state.ended = true
      response.emit('close')
    },
    destroy() {
      state.destroyed = true
      response.emit('close')
    },
  })
  const told = () => written.flatMap((text) => /"etag":"(\w+)"/.exec(text)?.[1] ?? [])
  return { response: response as unknown as ServerResponse, state, written, told, emitter: response }
}

describe('a listener that does not read', () => {
  it('gets nothing more until it does, and then only the newest', () => {
    const listeners = createListeners()
    listeners.announce('a')
    const slow = connection()
    const quick = connection()
    for (const { response } of [slow, quick]) listeners.add(response, [], undefined)
    slow.state.takes = false
    for (const etag of ['b', 'c', 'd']) listeners.announce(etag)
    listeners.beat()
    expect(quick.told()).toEqual(['a', 'b', 'c', 'd'])
    expect(slow.told()).toEqual(['a', 'b'])
    slow.state.takes = true
    slow.emitter.emit('drain')
    expect(slow.told()).toEqual(['a', 'b', 'd'])
    listeners.announce('e')
    expect(slow.told()).toEqual(['a', 'b', 'd', 'e'])
  })

  it('is let go when it stays so, and the others are not', () => {
    const listeners = createListeners()
    listeners.announce('a')
    const [dead, alive] = [connection(), connection()]
    for (const { response } of [dead, alive]) listeners.add(response, [], undefined)
    dead.state.takes = false
    listeners.announce('b')
    for (let n = 0; n < 2; n += 1) listeners.beat()
    expect(dead.state.destroyed).toBe(true)
    expect(alive.state.destroyed).toBe(false)
    expect(listeners.count()).toBe(1)
  })

  it('has its patience back when it read in between', () => {
    const listeners = createListeners()
    const slow = connection()
    listeners.announce('a')
    listeners.add(slow.response, [], undefined)
    for (const etag of ['b', 'c', 'd', 'e']) {
      slow.state.takes = false
      listeners.announce(etag)
      listeners.beat()
      slow.state.takes = true
      slow.emitter.emit('drain')
    }
    expect(slow.state.destroyed).toBe(false)
  })
})

it('a heartbeat reaches who hears nothing else, and is no event', () => {
  const listeners = createListeners()
  listeners.announce('a')
  const one = connection()
  listeners.add(one.response, [], 'a')
  listeners.beat()
  expect(one.told()).toEqual([])
  expect(one.written.at(-1)).toBe(':\n\n')
})

it('streams that are closed end, and no new one is taken', () => {
  const listeners = createListeners()
  const [one, full] = [connection(), connection()]
  full.state.takes = false
  for (const { response } of [one, full]) listeners.add(response, [], undefined)
  expect(listeners.hasRoom()).toBe(true)
  listeners.close()
  expect(one.state).toMatchObject({ ended: true, destroyed: false })
  expect(full.state).toMatchObject({ ended: false, destroyed: true })
  expect(listeners.hasRoom()).toBe(false)
})
