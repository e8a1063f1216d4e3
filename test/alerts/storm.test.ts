import { describe, expect, it } from 'vitest'
import { titleOf } from '../../src/core/alert/naming.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { NOON } from '../core/alert/watch-alert.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { aNotification, anAlertDesk, aPolicyOfSources } from './alert-desk.ts'

const MINUTE = 60_000
const SENT = 1_000
const SENDERS = 50
const BUSY: Outcome = { outcome: 'retry', why: '429', notBefore: NOON + 30_000 }

describe('a storm of alerts', () => {
  it('while Slack refuses everything loses none, and makes few lines of them', async () => {
    const slack = { open: false }
    const desk = await anAlertDesk({ slack: () => (slack.open ? undefined : BUSY) })
    const answers: Response[] = []
    const sender = async (first: number) => {
      for (let n = first; n < SENT; n += SENDERS) {
        const severity = n === SENT - 1 ? 'critical' : 'warning'
        const body = aNotification([{ pod: `pod-${n}` }], { alertname: `Alert${n}`, severity })
        answers.push(await desk.alertmanager(body))
      }
    }
    await Promise.all(Array.from({ length: SENDERS }, (_, first) => sender(first)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(SENT)
    const lines = await desk.lines()
    expect(lines.reduce((sum, { firing }) => sum + firing, 0)).toBe(SENT)
    expect(lines).toHaveLength(6)
    const storm = lines.find((line) => line.storm)
    expect(storm).toMatchObject({ firing: SENT - 5, level: 'critical', status: 'firing' })
    expect(storm && titleOf(storm)).toBe('Many alerts of orders-api')

    await desk.quiet()
    slack.open = true
    desk.clock.advance(2 * MINUTE)
    await desk.quiet()
    const posted = desk.done.filter(({ kind }) => kind === 'slack.post-alert').map(({ stream }) => stream)
    expect(posted.sort()).toEqual(lines.map(({ id }) => id).sort())
    expect(desk.done.filter(({ kind }) => kind === 'slack.page').map(({ stream }) => stream)).toEqual([
      storm?.id,
    ])
  })

  it('in which something is critical pages and posts that before anything else, though it came last', async () => {
    const slack = { open: false, busyUntil: 0 }
    const desk = await anAlertDesk({
      slack({ kind }) {
        if (!slack.open) return BUSY
        if (kind !== 'slack.post-alert') return undefined
        const now = desk.clock.now()
        if (now < slack.busyUntil) return { outcome: 'retry', why: '429', notBefore: slack.busyUntil }
        slack.busyUntil = now + 1_000
        return undefined
      },
    })
    for (let n = 0; n < 12; n += 1)
      await desk.alertmanager(
        aNotification([{}], { alertname: `A${n}`, service: `s${n}`, severity: 'warning' }),
      )
    await desk.alertmanager(aNotification([{}], { alertname: 'Last', service: 'last', severity: 'critical' }))
    await desk.quiet()
    slack.open = true
    desk.clock.advance(30_000)
    for (let seconds = 0; seconds < 20; seconds += 1) {
      desk.clock.advance(1_000)
      await desk.quiet()
    }
    const done = desk.done.map(({ kind, stream }) => `${kind} ${stream}`)
    const posts = done.filter((one) => one.startsWith('slack.post-alert'))
    expect(posts).toHaveLength(13)
    expect(posts[0]).toBe('slack.post-alert ALERT-13')
    expect(done.indexOf('slack.page ALERT-13')).toBeLessThan(done.indexOf(posts[1] ?? ''))
  })

  it('of two services is two storms, and one that is over takes nothing new', async () => {
    const desk = await anAlertDesk({ policy: aPolicyOfSources({ storm: { moreThan: 2, withinMinutes: 5 } }) })
    const send = (n: number, service: string) =>
      desk.alertmanager(
        aNotification([{ pod: `${n}`, startsAt: desk.clock.now() }], {
          alertname: `A${n}`,
          service,
          severity: 'info',
        }),
      )
    for (let n = 0; n < 4; n += 1) {
      await send(n, 'one')
      await send(n, 'two')
    }
    const shown = async () =>
      (await desk.lines()).map(({ service, storm, firing }) => `${service} ${storm} ${firing}`)
    expect(await shown()).toEqual([
      'one false 1',
      'two false 1',
      'one false 1',
      'two false 1',
      'one true 2',
      'two true 2',
    ])
    desk.clock.advance(6 * MINUTE)
    await send(9, 'one')
    expect((await shown()).at(-1)).toBe('one false 1')
    // What belongs to the storm still finds it.
    const over = { pod: '3', status: 'resolved', endsAt: desk.clock.now() } as const
    await desk.alertmanager(aNotification([over], { alertname: 'A3', service: 'one', severity: 'info' }))
    expect((await shown())[4]).toBe('one true 1')
    expect(
      await desk.intake.find('alertmanager', {
        key: Object.keys((await desk.lines())[4]?.members ?? {})[1] ?? '',
        group: '?',
        service: 'one',
      }),
    ).toMatchObject({ id: 'ALERT-5' })
  })

  it('sent all at once begins each line once', async () => {
    const desk = await anAlertDesk({})
    await Promise.all(Array.from({ length: 50 }, () => desk.alertmanager(aNotification())))
    expect(await desk.lines()).toHaveLength(1)
  })

  it('sent to two replicas at once begins each line once, and one storm', async () => {
    const url = await emptyDatabase('postgres')
    const replicas = [await anAlertDesk({ url }), await anAlertDesk({ url })]
    const sent = Array.from({ length: 24 }, (_, n) =>
      replicas.map((desk, pod) =>
        desk.alertmanager(aNotification([{ pod: `${pod}` }], { alertname: `A${n}`, service: `s${n % 2}` })),
      ),
    )
    for (const answer of await Promise.all(sent.flat())) expect(answer.status).toBe(202)
    const lines = (await replicas[0]?.lines()) ?? []
    const keys = new Set(lines.flatMap(({ members }) => Object.keys(members)))
    expect(keys.size).toBe(48)
    const own = lines.filter(({ storm }) => !storm).map(({ group }) => group)
    expect(own).toHaveLength(new Set(own).size)
    expect(lines.filter(({ storm }) => storm)).toHaveLength(2)
    // Also where one replica saw a storm and the other did not yet, everything is over when it is.
    const over = { status: 'resolved', endsAt: NOON } as const
    for (let n = 0; n < 48; n += 1)
      await replicas[0]?.alertmanager(
        aNotification([{ ...over, pod: `${n % 2}` }], {
          alertname: `A${n >> 1}`,
          service: `s${(n >> 1) % 2}`,
        }),
      )
    expect((await replicas[0]?.lines())?.filter(({ status }) => status !== 'resolved')).toEqual([])
  }, 60_000)

  it('in one body of more alerts than a line holds goes on in another', async () => {
    const desk = await anAlertDesk({})
    const alerts = Array.from({ length: 1_500 }, (_, n) => ({ pod: `pod-${n}` }))
    expect((await desk.alertmanager(aNotification(alerts))).status).toBe(202)
    expect((await desk.alertmanager(aNotification(alerts))).status).toBe(202)
    expect((await desk.lines()).map(({ firing }) => firing)).toEqual([1_000, 500])
  })
})

describe('an alert that the policy takes for an incident', () => {
  const policy = aPolicyOfSources({
    declare: { orders: { when: { level: 'critical' }, classLabel: 'area', severity: 'sev2' } },
  })

  it('is declared once, and the next alert of the rule joins while it is open', async () => {
    const desk = await anAlertDesk({ policy })
    await Promise.all(
      ['A', 'B', 'C'].map((alertname) =>
        desk.alertmanager(aNotification([{}], { alertname, area: 'orders' })),
      ),
    )
    await desk.quiet()
    const [only, ...others] = await desk.incidents.find('open', 10)
    expect(others).toEqual([])
    expect(only).toMatchObject({ id: 'INC-1', severity: 'sev2', classes: ['orders'], declaredBy: '' })
    expect(Object.keys(only?.alerts ?? {}).sort()).toEqual(['ALERT-1', 'ALERT-2', 'ALERT-3'])
    expect((await desk.lines()).map(({ incident, declaring }) => [incident, declaring])).toEqual(
      Array.from({ length: 3 }, () => ['INC-1', undefined]),
    )
    // One ladder calls: the incident's, and at once, for nobody who declared is there to take command.
    expect(desk.done.filter(({ kind }) => kind === 'slack.page').map(({ stream }) => stream)).toEqual([
      'INC-1',
    ])
  })

  it('tells its incident what becomes of it', async () => {
    const desk = await anAlertDesk({ policy })
    await desk.alertmanager(aNotification())
    await desk.quiet()
    desk.clock.advance(MINUTE)
    await desk.alertmanager(aNotification([{ status: 'resolved', endsAt: NOON + MINUTE }]))
    await desk.quiet()
    const told = (await desk.incidents.entries('INC-1'))
      .map(({ event }) => event.type)
      .filter((type) => type.startsWith('alert-'))
    expect(told).toEqual(['alert-joined', 'alert-ended'])
    expect((await desk.incidents.load('INC-1'))?.alerts['ALERT-1']).toMatchObject({ firing: false })
  })

  it('is declared by a person from the line, which learns of it', async () => {
    const desk = await anAlertDesk({})
    await desk.alertmanager(aNotification())
    await desk.quiet()
    const dana = { actor: { kind: 'user', id: 'UDANA', standing: 'member' }, via: 'button' } as const
    const alert = { id: 'ALERT-1', title: 'Orders', level: 'critical' } as const
    await desk.incidents.begin(
      (number) => ({ type: 'declare', number, title: 'Orders', severity: 'sev2', alert }),
      dana,
    )
    await desk.quiet()
    expect((await desk.lines())[0]).toMatchObject({
      incident: 'INC-1',
      status: 'acknowledged',
      answered: { by: 'UDANA' },
    })
    expect((await desk.incidents.load('INC-1'))?.alerts).toHaveProperty('ALERT-1')
  })
})
