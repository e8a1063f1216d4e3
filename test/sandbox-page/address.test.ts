import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, type Place, readAddress } from '../../src/sandbox/page/text/address.ts'
import { canvasIdIn, fileIdIn, isHere, readPermalink } from '../../src/sandbox/page/text/permalink.ts'

const word = fc.stringMatching(/^[A-Za-z0-9.]{1,16}$/)

describe('the address of a place', () => {
  it('leads back to it', () => {
    const place = fc.record(
      { place: word, thread: word, message: word, view: word, file: word, doc: word },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(place, word, (rest, me) => {
        const where: Place = { me, ...rest }
        expect(readAddress(addressOf(where))).toEqual(where)
      }),
    )
  })

  it('may leave out who one is, as the addresses of messages and files do', () => {
    expect(readAddress('#//C1/thread/1.2/message/3.4')).toEqual({
      place: 'C1',
      thread: '1.2',
      message: '3.4',
    })
    expect(readAddress('#///file/F1')).toEqual({ file: 'F1' })
  })

  it('is read as far as it can be', () => {
    expect(readAddress('')).toEqual({})
    expect(readAddress('#/U1/C1/nonsense/x/message')).toEqual({ me: 'U1', place: 'C1' })
    expect(readAddress('#/U1/%E0%A4%A')).toEqual({ me: 'U1', place: '%E0%A4%A' })
  })
})

describe('the address of a file or canvas', () => {
  it('names it, as a permalink or private', () => {
    expect(fileIdIn('http://127.0.0.1:1/files/U0ANA/F12/a%20b.png')).toBe('F12')
    expect(fileIdIn('http://127.0.0.1:1/files-pri/T0DEMO-F12/download/a.png')).toBe('F12')
    expect(canvasIdIn('http://127.0.0.1:1/docs/T0DEMO/F3')).toBe('F3')
    for (const other of ['https://a.example/files/readme', 'http://127.0.0.1:1/archives/C1/p1'])
      expect([fileIdIn(other), canvasIdIn(other)]).toEqual([undefined, undefined])
  })

  it('is of this server under any of the machine’s own names, and of no other', () => {
    const here = { hostname: 'localhost', port: '4000' }
    expect(isHere('http://127.0.0.1:4000/files/U1/F1/x', here)).toBe(true)
    expect(isHere('http://localhost:4000/', here)).toBe(true)
    for (const other of ['http://127.0.0.1:4001/', 'https://github.com/files/U1/F1/x', 'files/U1/F1', ''])
      expect(isHere(other, here)).toBe(false)
  })

  it('of a reply also names its thread', () => {
    const url = 'https://x.example/archives/C1/p1718000000000200?thread_ts=1718000000.000100&cid=C1'
    expect(readPermalink(url)).toEqual({
      channel: 'C1',
      ts: '1718000000.000200',
      thread: '1718000000.000100',
    })
  })
})
