import { describe, expect, it } from 'vitest'
import { describeEntry } from '../../src/core/describe.ts'
import type { IncidentCommand } from '../../src/core/incident/incident.ts'
import { type Names, plainLine } from '../../src/core/sentence.ts'
import { aPolicy } from './a-policy.ts'
import { BOT, card, channel, DANA, declared, NOON, resolve, SAM, Story } from './incident/story.ts'

const names: Names = {
  user: (id) => ({ UDANA: 'Dana', USAM: 'Sam' })[id] ?? id,
  role: (key) => aPolicy().roles[key]?.name ?? key,
}

const assign = (role: string, user: string): IncidentCommand => ({ type: 'assign-role', role, user })

describe('an entry in words', () => {
  it('tells the whole story', () => {
    const story = declared('sev2').given(card, channel)
    story.do(assign('commander', 'UDANA'), DANA)
    story.do(assign('commander', 'USAM'), DANA)
    story.do(assign('commander', 'UDANA'), DANA)
    story.do(assign('scribe', 'USAM'), DANA)
    story.do(assign('scribe', 'ULEE'), DANA)
    story.do({ type: 'release-role', role: 'commander' }, DANA)
    story.do({ type: 'release-role', role: 'scribe' }, SAM)
    story.do({ type: 'change-severity', severity: 'sev1', reason: 'All of them' }, SAM)
    story.do(
      { type: 'post-update', update: { summary: 'Found it', impact: 'Orders fail', next: 'Roll back' } },
      SAM,
    )
    story.do({ type: 'change-status', status: 'identified', note: 'Bad index' })
    story.do({ type: 'note', text: 'Graph: <b>' })
    story.do({ type: 'rename', title: 'Orders: bad index' })
    story.do(resolve, SAM)
    story.do({ type: 'reopen', reason: 'Back again' }, DANA)
    story.do({ type: 'record-failure', effect: 'slack.invite', why: 'cant_invite' }, BOT)
    story.do({ type: 'record-gap', from: NOON, to: NOON + 3_600_000 }, BOT)
    story.do({ type: 'record-channel-lost', channel: 'CINC', why: 'is_archived' }, BOT)
    expect(story.entries.map((entry) => plainLine(describeEntry(entry), names))).toEqual([
      'Dana declared INC-7 as SEV2: Orders API answers 500',
      'Tocsin posted the card in CROOM',
      'Tocsin opened the channel #inc-7-orders',
      'Dana took the role Incident commander',
      'Dana handed the role Incident commander over to Sam',
      'Dana took over the role Incident commander from Sam',
      'Dana gave the role Scribe to Sam',
      'Dana gave the role Scribe to ULEE, who follows Sam',
      'Dana laid down the role Incident commander',
      'Sam took the role Scribe from ULEE',
      'Sam raised the severity from SEV2 to SEV1\nReason: All of them',
      'Sam posted update 1\nFound it\nImpact: Orders fail\nNext: Roll back',
      'Dana changed the status from investigating to identified\nBad index',
      'Dana noted\nGraph: <b>',
      'Dana renamed it to Orders: bad index\nBefore: Orders API answers 500',
      'Sam resolved it',
      'Dana reopened it\nReason: Back again',
      "Tocsin gave up on inviting people to the incident's channel\nBecause: cant_invite",
      'Tocsin was not running from 2024-06-10 12:00:00 UTC to 2024-06-10 13:00:00 UTC',
      'Tocsin can no longer use the channel CINC\nBecause: is_archived',
    ])
  })

  it('tells how a severity was found, what was answered, and who saw it differently', () => {
    const answers = { data: 'safe', reach: 'unsure' }
    const story = new Story()
    story.do({ type: 'declare', number: 7, title: 'Orders', triage: { answers }, classes: ['orders'] }, DANA)
    story.do({ type: 'change-classes', classes: ['orders', 'returns'] }, SAM)
    const overrule = { severity: 'sev3', reason: 'One customer' } as const
    story.do({ type: 'triage', triage: { answers: { ...answers, reach: 'all' }, overrule } }, SAM)
    story.do({ type: 'change-classes', classes: ['orders'] }, SAM)
    story.do({ type: 'change-classes', classes: ['orders', 'analytics'] }, SAM)
    expect(story.entries.map((entry) => plainLine(describeEntry(entry), names))).toEqual([
      [
        'Dana declared INC-7 as SEV2: Orders',
        'About: orders',
        'By the answers: SEV2. All feel it. Not sure about who feels it, so the worse is assumed.',
        'Data: No',
        'Who feels it: Unsure',
      ].join('\n'),
      'Sam said that it is about orders, returns\nBefore: orders',
      'Sam classified it as SEV3\nBy the answers: SEV2. All feel it.\nOverruled: One customer\nData: No\nWho feels it: All',
      'Sam lowered the severity from SEV2 to SEV3\nReason: One customer',
      'Sam said that it is about orders\nBefore: orders, returns',
      'Sam said that it is about orders, analytics\nBefore: orders',
      'Tocsin asked for a new look at the severity\nBecause: at least 2 parts are affected by now',
    ])
  })

  it('marks every word of a person as theirs, so that an edge knows what to escape', () => {
    const title = '<!channel>'
    const story = declared().given(
      { type: 'rename', title },
      { type: 'note', text: title },
      { type: 'change-severity', severity: 'sev1', reason: title },
    )
    for (const entry of story.entries) {
      for (const part of describeEntry(entry).does)
        if (part.part === 'text') expect(part.text).not.toContain(title)
    }
  })
})
