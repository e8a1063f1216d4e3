import { describe, expect, it } from 'vitest'
import { openWorkspace, type Workspace, wordsOf } from './workspace.ts'

const LONG = { timeout: 180_000 }
const DAY = 24 * 60

/** A SEV3 that Ana led and resolved in words. */
async function resolved(workspace: Workspace) {
  const people = await workspace.people('ana', 'ben', 'chloe', 'ravi')
  await people.ana.command('/incident declare sev3 Search is slow')
  await people.ana.click('Take command')
  await people.ana.command('/incident resolve Back to normal')
  return people
}

describe('resolving', () => {
  it('in words resolves at once, and asks for the summary right after', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await workspace.people('ana')
    await ana.command('/incident declare sev3 Search is slow')
    const { answer } = await ana.command('/incident resolve Back to normal')
    expect(answer).toContain('Complete the summary…')
    expect(await ana.card()).toContain('Complete the summary…')
    await ana.click('Complete the summary…')
    await ana.submit({
      cause: 'An index <b> was missing',
      fix: 'Added it',
      'data-loss': 'yes',
      lost: '0',
    })
    expect((await ana.modal())?.errors).toMatchObject({ lost: expect.stringContaining('cannot be 0') })
    await ana.submit({ lost: '12' })
    expect(await ana.card()).toContain('*Cause:* An index &lt;b&gt; was missing')
    expect(await ana.card()).toContain('12 minutes')
    expect(await ana.card()).not.toContain('Complete the summary…')
    expect(await ana.room()).toContain('summed it up')
  })

  it('by the form needs nothing to be filled in, and takes all of it in one go', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await workspace.people('ana')
    await ana.command('/incident declare sev1 Checkout fails')
    await ana.click('Take command')
    await ana.command('/incident status monitoring')
    await ana.click('Resolve…')
    await ana.submit({ cause: 'A full disk', lost: '40', 'data-loss': 'yes', impact: 'Nobody could pay' })
    expect(await ana.card()).toContain('Resolved')
    expect(await ana.card()).toContain('*Impact:* Nobody could pay')
    expect(await ana.room()).toContain('measured 40 minutes of lost data: the limit of 15 minutes was passed')

    await ana.command('/incident declare sev4 A typo')
    await ana.command('/incident status INC-2 monitoring')
    await ana.click('Resolve…')
    await ana.submit()
    const { answer } = await ana.command('/incident close INC-2')
    expect(answer).toContain('you closed it')
    expect((await ana.command('/incident rename INC-2 Two typos')).answer).toContain('INC-2 is closed')
    expect((await ana.command('/incident note INC-2 It was a word')).answer).toContain('✅')
  })
})

describe('a review', () => {
  it(
    'is owned by one tap, reminded of, overdue to the owner and then to the manager, and quiet once it is done',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, chloe } = await resolved(workspace)
      const [asked = ''] = await ana.told()
      expect(asked).toContain('Who owns the review of INC-1?')
      expect(await ana.card()).toContain('nobody owns it')
      await ana.click('I’ll own it', (await ana.directMessages()).id)
      expect((await ana.told())[0]).toContain('you took the review')
      expect(await ana.card()).toContain(`owner <@${ana.id}>`)

      const { answer: given } = await ana.command('/incident review INC-1 owner @ben')
      expect(given).toContain(`gave the review to <@${ben.id}>`)
      expect((await ben.told())[0]).toContain('gave you the review of INC-1')

      const perDay: number[] = []
      for (let day = 0; day < 26; day += 1) {
        const before = (await ben.told()).length
        await workspace.advance(DAY)
        perDay.push((await ben.told()).length - before)
      }
      const all = (await ben.told()).join('\n')
      expect(all.match(/The review of INC-1 is due/g)).toHaveLength(2)
      expect(all.match(/is overdue\.\* It was due/g)).toHaveLength(5)
      expect(Math.max(...perDay)).toBe(1)
      const managers = (await chloe.told()).filter((text) => text.includes('overdue'))
      expect(managers).toHaveLength(4)
      expect(managers[0]).toContain(`<@${ben.id}> owns it`)
      expect(await ana.card()).toContain('⚠️ *overdue* since')

      await ben.command('/incident review INC-1 in-review')
      const { answer } = await ben.command('/incident review INC-1 reviewed')
      expect(answer).toContain('finished the review, late')
      const { answer: closed } = await ben.command('/incident review INC-1 close')
      expect(closed).toContain('you closed it')
      expect(await ana.card()).toContain('🔒 *Closed*')
    },
  )

  it('of the time when the bot was away is said once, and begins anew after reopening', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await resolved(workspace)
    await ana.command('/incident review INC-1 owner me')
    const before = (await ana.told()).length
    await workspace.restart({ downMinutes: 12 * DAY })
    const since = (await ana.told()).slice(before)
    expect(since.filter((text) => text.includes('The review of INC-1'))).toHaveLength(1)
    expect(since.join('\n')).toContain('The review of INC-1 is overdue')

    await ana.command('/incident reopen INC-1 It is slow again')
    expect(await ana.room()).toContain('called the review off')
    await workspace.advance(5 * DAY)
    expect((await ana.told()).filter((text) => text.includes('The review of INC-1 is overdue'))).toHaveLength(
      1,
    )
    await ana.command('/incident resolve INC-1 Now really')
    expect((await ana.told()).at(-1)).toContain('The review of INC-1 begins anew, and it is yours')
  })

  it('gathers what several people learned, each in their own words', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben } = await resolved(workspace)
    const { ephemeral = [] } = await ana.command('/incident review INC-1')
    expect(ephemeral.map(wordsOf).join('\n')).toContain('Before INC-1 can be closed')
    await ben.command('/incident review INC-1')
    await ben.click('Add what we learned…')
    await ben.submit({
      'finding.factor': 'The migration was tried on a small table <!channel>',
      'finding.lucky': 'It was Sunday',
    })
    expect(await ana.room()).toContain('added to “Contributing factors”')
    expect(await ana.room()).toContain('&lt;!channel&gt;')
    expect(await ana.room()).toContain('It was Sunday')
    const { answer } = await ana.command('/incident review INC-1')
    expect(answer).toContain('Contributing factors: 1\nWhere we were lucky: 1')
  })
})

describe('a follow-up', () => {
  it(
    'is understood from one line, told to its owner, reminded of, and finished by one tap',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, ravi } = await resolved(workspace)
      const { answer } = await ana.command(
        '/incident followup INC-1 Alert on the age of the queue @ben in two weeks',
      )
      expect(answer).toMatch(
        /follow-up 1: Alert on the age of the queue, for <@U0BEN>, due <!date\^\d+\^\{date_long_pretty\}/,
      )
      expect((await ben.told())[0]).toContain('gave you a follow-up.')
      expect(await ben.home()).toContain('My follow-ups')
      await workspace.advance(15 * DAY)
      expect((await ben.told()).join('\n')).toContain('A follow-up is due soon')
      await workspace.advance(6 * DAY)
      const late = await ben.told()
      expect(late.join('\n')).toContain('A follow-up is overdue')
      expect(await ben.home()).toContain('overdue since')
      expect((await ravi.command('/incident followups overdue')).answer).toContain('Alert on the age')
      expect((await ravi.command('/incident followups mine')).answer).toContain('No follow-up is yours')

      await ben.click('Done', (await ben.directMessages()).id)
      expect((await ben.told()).at(-1)).toContain('you finished follow-up 1')
      expect((await ana.command('/incident followups all')).answer).toContain('✅ *1*')
      const quiet = (await ben.told()).length
      await workspace.advance(10 * DAY)
      expect((await ben.told()).slice(quiet).filter((text) => text.includes('follow-up'))).toEqual([])
    },
  )

  it(
    'with a date that is not understood, or over, is asked about with everything else kept',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben } = await resolved(workspace)
      await ana.command('/incident followup INC-1 Alert on <the> queue @ben by fridday')
      const form = JSON.stringify(await ana.modal())
      expect(form).toContain('I do not understand the date')
      expect(form).toContain('"initial_value":"Alert on <the> queue"')
      expect(form).toContain(`"initial_user":"${ben.id}"`)
      await ana.submit({ due: '2020-01-01' })
      expect((await ana.modal())?.errors).toMatchObject({ due: expect.stringContaining('over already') })
      await ana.submit({ due: null })
      expect(await ana.card()).toContain('1 open')
      await ana.command('/incident followup INC-1 Buy disks @ben by yesterday')
      expect(JSON.stringify(await ana.modal())).toContain('That time is over already')
      await ana.close()
    },
  )

  it('that nobody has keeps the incident from being closed', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await resolved(workspace)
    await ana.command('/incident followup INC-1 Alert on the queue')
    await ana.submit()
    await ana.command('/incident review INC-1 owner me')
    await ana.command('/incident review INC-1 reviewed')
    const { answer } = await ana.command('/incident close INC-1')
    expect(answer).toContain('Follow-up 1 has no owner')
    await ana.command('/incident followup INC-1 drop 1 The alert is there already')
    expect((await ana.command('/incident close INC-1')).answer).toContain('you closed it')
  })
})

describe('decisions and near misses', () => {
  it('stand on the timeline of their incident, or in the log, and are listed together', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben } = await workspace.people('ana', 'ben')
    const { answer: first } = await ben.command('/incident nearmiss The backup had <failed> for two days')
    expect(first).toContain('The near miss is in the log')
    await ana.command('/incident declare sev3 Search is slow')
    await ana.command('/incident decision Retries are off by default')
    await ben.command('/incident nearmiss INC-1 The replica was about to be dropped')
    await ben.command('/incident decision')
    await ben.submit({ text: 'We keep two replicas' })
    await workspace.restart()
    await ben.command('/incident nearmiss Somebody nearly deleted the bucket')
    const { answer } = await ana.command('/incident log')
    const lines = answer.split('\n')
    expect(lines.filter((line) => /^(⚖️|🍀)/u.test(line))).toEqual([
      '🍀 The backup had &lt;failed&gt; for two days',
      '⚖️ Retries are off by default',
      '🍀 The replica was about to be dropped',
      '⚖️ We keep two replicas',
      '🍀 Somebody nearly deleted the bucket',
    ])
    const timeline = (await ana.command('/incident timeline INC-1')).answer
    expect(timeline).toContain('recorded a near miss')
    const [, decision] = /#(\d+)\*.*recorded a decision/.exec(timeline) ?? []
    const [, nearMiss] = /#(\d+)\*.*recorded a near miss/.exec(timeline) ?? []
    await ana.command(`/incident correct INC-1 #${decision} Retries are off by default since Tuesday`)
    await ana.command(`/incident withdraw INC-1 #${nearMiss} It was another replica`)
    const amended = (await ana.command('/incident log')).answer
    expect(amended).toContain('⚖️ Retries are off by default since Tuesday')
    expect(amended).not.toContain('The replica was about')
    await workspace.advance(40 * DAY)
    expect((await ana.command('/incident log 30d')).answer).toContain('Nothing was recorded')
  })
})

describe('the weekly digest', () => {
  it(
    'comes once a week, says what is overdue, and once for all the weeks when the bot was away',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana } = await resolved(workspace)
      const digests = async () => (await ana.room()).match(/The week in incidents/g)?.length ?? 0
      await ana.command('/incident review INC-1 owner me')
      for (let day = 0; day < 7; day += 1) await workspace.advance(DAY)
      expect(await digests()).toBe(1)
      for (let day = 0; day < 14; day += 1) await workspace.advance(DAY)
      expect(await digests()).toBe(3)
      expect(await ana.room()).toContain('Overdue reviews')
      await workspace.restart({ downMinutes: 30 * DAY })
      expect(await digests()).toBe(4)
      await workspace.restart()
      expect(await digests()).toBe(4)
    },
  )
})
