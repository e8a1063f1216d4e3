import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'

const FROM = 'Example <status@example.com>'
const read = (SMTP_URL?: string, MAIL_FROM: string | undefined = FROM) =>
  readConfig({ SMTP_URL, MAIL_FROM }).email

describe('where mail is handed over', () => {
  it('is nowhere without settings', () => {
    expect(readConfig({}).email).toBeUndefined()
  })

  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, tls: 'starttls' }],
    ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, tls: 'wrapped' }],
    ['smtp://mail.example.com:2525/', { host: 'mail.example.com', port: 2525, tls: 'starttls' }],
    ['smtp://localhost:25', { host: 'localhost', port: 25, tls: 'local' }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, tls: 'local' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, tls: 'local' }],
    ['smtps://localhost', { host: 'localhost', port: 465, tls: 'wrapped' }],
    // Begins like this machine's name, and is another's.
    ['smtp://localhost.example.com', { host: 'localhost.example.com', port: 587, tls: 'starttls' }],
    ['smtp://127.0.0.1.example.com', { host: '127.0.0.1.example.com', port: 587, tls: 'starttls' }],
  ])('%s', (url, expected) => {
    expect(read(url)?.smtp).toEqual(expected)
  })

  it('takes a login with any signs in it', () => {
    const url = 'smtp://me%40example.com:p%40ss%3Aw%2Frd@mail.example.com'
    expect(read(url)?.smtp.auth).toEqual({ user: 'me@example.com', pass: 'p@ss:w/rd' })
  })

  it.each([
    'mail.example.com',
    'https://mail.example.com',
    'smtp://',
    'smtp://user@mail.example.com',
    'smtp://user:%E0%A4%A@mail.example.com',
    'smtp://mail.example.com/path',
    'smtp://mail.example.com?tls=no',
  ])('refuses %s with a sentence that repeats nothing of it', (url) => {
    expect(() => read(url)).toThrow(ConfigError)
    expect(() => read(url)).toThrow(/^SMTP_URL must look like smtp:/)
  })

  it('needs both settings', () => {
    expect(() => readConfig({ SMTP_URL: 'smtp://mail.example.com' })).toThrow(
      'SMTP_URL is set, but MAIL_FROM is not: set both to send e-mail, or neither.',
    )
    expect(() => readConfig({ MAIL_FROM: FROM })).toThrow('MAIL_FROM is set, but SMTP_URL is not')
  })
})

describe('who mail is from', () => {
  const from = (text: string) => read('smtp://mail.example.com', text)?.from

  it.each([
    ['status@example.com', { name: '', address: 'status@example.com' }],
    ['Example <status@example.com>', { name: 'Example', address: 'status@example.com' }],
    [
      '"Example, Inc." <status@mail.example.com>',
      { name: 'Example, Inc.', address: 'status@mail.example.com' },
    ],
    ['<status@example.com>', { name: '', address: 'status@example.com' }],
  ])('%s', (text, expected) => {
    expect(from(text)).toEqual(expected)
  })

  it.each([
    'status',
    'status@localhost',
    'a@example.com, b@example.com',
    'Example <a@example.com> <b@example.com>',
    'Example\r\nBcc: x <status@example.com>',
    'status@example.com\nBcc:x@example.com',
    'status@@example.com',
    `${'x'.repeat(250)}@example.com`,
  ])('is not %j', (text) => {
    expect(() => from(text)).toThrow('MAIL_FROM must be one address')
  })
})
