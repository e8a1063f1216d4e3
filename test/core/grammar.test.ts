import { describe, expect, it } from 'vitest'
import { COMMANDS, commandNamed, usageLine } from '../../src/core/commands.ts'
import { readCommand } from '../../src/core/grammar.ts'
import type { CommandName, Intent } from '../../src/core/intent.ts'
import { COMMAND_TEXT_MAX, NOTE_MAX } from '../../src/core/limits.ts'
import { aPolicy, aPromisingPolicy } from './a-policy.ts'

const read = (text: string): Intent => readCommand(text, aPolicy())
const DANA = '<@UDANA|dana>'
const readPaging = (text: string): Intent => readCommand(text, aPromisingPolicy())

describe('what follows /incident', () => {
  it.each<[string, Intent]>([
    ['', { intent: 'home' }],
    [' \u00a0\u3000', { intent: 'home' }],
    ['INC-3', { intent: 'show', incident: 3 }],
    ['#12', { intent: 'show', incident: 12 }],
    ['declare', { intent: 'declare' }],
    ['declare sev2 Orders API 500s', { intent: 'declare', severity: 'sev2', title: 'Orders API 500s' }],
    ['DECLARE SEV-2: Orders', { intent: 'declare', severity: 'sev2', title: 'Orders' }],
    ['declare sev 1 Orders', { intent: 'declare', severity: 'sev1', title: 'Orders' }],
    ['declare 3 Orders', { intent: 'declare', severity: 'sev3', title: 'Orders' }],
    ['declare ＳＥＶ２ 注文', { intent: 'declare', severity: 'sev2', title: '注文' }],
    ['declare sev–2 Orders', { intent: 'declare', severity: 'sev2', title: 'Orders' }],
    ['declare 500 errors on orders', { intent: 'declare', title: '500 errors on orders' }],
    ['declare “Orders are down”', { intent: 'declare', title: 'Orders are down' }],
    ['declare sev2', { intent: 'declare', severity: 'sev2' }],
    ['declare INC-3 is back', { intent: 'declare', title: 'INC-3 is back' }],
    ['new Severe delays', { intent: 'declare', title: 'Severe delays' }],
    [
      'declare sev2 class:orders API 500s',
      { intent: 'declare', severity: 'sev2', classes: ['orders'], title: 'API 500s' },
    ],
    [
      'declare Class:Orders,returns sev 2 “API 500s”',
      { intent: 'declare', severity: 'sev2', classes: ['orders', 'returns'], title: 'API 500s' },
    ],
    ['declare class:analytics', { intent: 'declare', classes: ['analytics'] }],
    ['declare orders class:returns', { intent: 'declare', title: 'orders class:returns' }],
    ['declare class: of 2024', { intent: 'declare', title: 'class: of 2024' }],
    ['triage', { intent: 'triage' }],
    ['classify INC-3', { intent: 'triage', incident: 3 }],
    ['INC-3 triage', { intent: 'triage', incident: 3 }],
    ['class', { intent: 'class' }],
    ['class INC-3 Orders', { intent: 'class', incident: 3, classes: ['orders'] }],
    ['class orders, returns and orders', { intent: 'class', classes: ['orders', 'returns'] }],
    ['about returns &amp; orders', { intent: 'class', classes: ['returns', 'orders'] }],
    ['update', { intent: 'update' }],
    ['update INC-3 All  good', { intent: 'update', incident: 3, text: 'All  good' }],
    ['update #3 All good', { intent: 'update', incident: 3, text: 'All good' }],
    ['update INC-3', { intent: 'update', incident: 3 }],
    ['update one\ntwo', { intent: 'update', text: 'one\ntwo' }],
    ['INC-3 update All good', { intent: 'update', incident: 3, text: 'All good' }],
    ['note inc-3: restarted', { intent: 'note', incident: 3, text: 'restarted' }],
    ['note see INC-3', { intent: 'note', text: 'see INC-3' }],
    ['status', { intent: 'status' }],
    ['status Identified. bad index', { intent: 'status', status: 'identified', note: 'bad index' }],
    ['status INC-3 monitoring', { intent: 'status', incident: 3, status: 'monitoring' }],
    ['monitoring error rate falls', { intent: 'status', status: 'monitoring', note: 'error rate falls' }],
    ['resolve', { intent: 'status', status: 'resolved' }],
    ['resolved INC-3 done', { intent: 'status', incident: 3, status: 'resolved', note: 'done' }],
    ['reopen INC-3 it is back', { intent: 'reopen', incident: 3, reason: 'it is back' }],
    ['severity sev1 worse', { intent: 'severity', severity: 'sev1', reason: 'worse' }],
    ['severity INC-3 2', { intent: 'severity', incident: 3, severity: 'sev2' }],
    ['sev 1 worse', { intent: 'severity', severity: 'sev1', reason: 'worse' }],
    ['sev1 worse', { intent: 'severity', severity: 'sev1', reason: 'worse' }],
    ['INC-3 sev2 better', { intent: 'severity', incident: 3, severity: 'sev2', reason: 'better' }],
    ['take', { intent: 'take', role: 'commander' }],
    ['take command', { intent: 'take', role: 'commander' }],
    ['take rollback owner INC-3', { intent: 'take', role: 'rollback-owner', incident: 3 }],
    ['take Incident Commander', { intent: 'take', role: 'commander' }],
    ['role', { intent: 'assign' }],
    ['role scribe', { intent: 'take', role: 'scribe' }],
    [`role scribe ${DANA}`, { intent: 'assign', role: 'scribe', user: 'UDANA' }],
    ['role scribe me', { intent: 'take', role: 'scribe' }],
    [
      `assign INC-3 ${DANA} as communications lead`,
      { intent: 'assign', incident: 3, role: 'communications', user: 'UDANA' },
    ],
    ['assign <@W1|Dana Li> scribe', { intent: 'assign', role: 'scribe', user: 'W1' }],
    [`handover to ${DANA}`, { intent: 'handover', user: 'UDANA' }],
    [`hand-over commander ${DANA}`, { intent: 'handover', role: 'commander', user: 'UDANA' }],
    ['release', { intent: 'release' }],
    ['rename INC-3 Writes fail', { intent: 'rename', incident: 3, title: 'Writes fail' }],
    ['list', { intent: 'list', all: false }],
    ['list ALL', { intent: 'list', all: true }],
    ['summary INC-3', { intent: 'summary', incident: 3 }],
    ['review', { intent: 'review' }],
    ['review INC-3 in review', { intent: 'review', incident: 3, to: 'in-review' }],
    ['review reviewed', { intent: 'review', to: 'reviewed' }],
    ['review INC-3 close', { intent: 'close', incident: 3 }],
    ['review owner me', { intent: 'review', owner: 'me' }],
    [`rca INC-3 owner ${DANA}`, { intent: 'review', incident: 3, owner: 'UDANA' }],
    [`review ${DANA}`, { intent: 'review', owner: 'UDANA' }],
    ['close INC-3', { intent: 'close', incident: 3 }],
    ['followup', { intent: 'follow-up' }],
    [
      `followup INC-3 Alert on the queue ${DANA} by next friday`,
      { intent: 'follow-up', incident: 3, text: 'Alert on the queue', owner: 'UDANA', by: 'next friday' },
    ],
    [
      `followup Alert on the queue by 12 june for ${DANA}`,
      { intent: 'follow-up', text: 'Alert on the queue', owner: 'UDANA', by: '12 june' },
    ],
    [
      `followup Alert on the queue ${DANA} in two weeks`,
      { intent: 'follow-up', text: 'Alert on the queue', owner: 'UDANA', by: 'in two weeks' },
    ],
    [`followup Ask ${DANA} to look`, { intent: 'follow-up', text: 'Ask @dana to look' }],
    ['followup Restart it by hand', { intent: 'follow-up', text: 'Restart it by hand' }],
    [
      `followup Check it ${DANA} by fridday`,
      { intent: 'follow-up', text: 'Check it', owner: 'UDANA', by: 'fridday' },
    ],
    [
      `followup Ask ${DANA} to fix &lt;b&gt; by monday`,
      { intent: 'follow-up', text: 'Ask @dana to fix <b>', by: 'monday' },
    ],
    ['followup done 2', { intent: 'end-follow-up', how: 'done', number: 2 }],
    [
      'followup INC-3 drop #2 not needed',
      { intent: 'end-follow-up', incident: 3, how: 'drop', number: 2, reason: 'not needed' },
    ],
    ['followup done 3 times a day', { intent: 'follow-up', text: 'done 3 times a day' }],
    ['followups', { intent: 'follow-ups', which: 'here' }],
    ['followups INC-3 overdue', { intent: 'follow-ups', incident: 3, which: 'overdue' }],
    ['todos mine', { intent: 'follow-ups', which: 'mine' }],
    ['decision', { intent: 'log-words', about: 'decision' }],
    ['near-miss the disk was full', { intent: 'log-words', about: 'near-miss', text: 'the disk was full' }],
    ['log', { intent: 'log', days: 30 }],
    ['log 7d', { intent: 'log', days: 7 }],
    ['log 90 days', { intent: 'log', days: 90 }],
    ['report', { intent: 'report' }],
    ['report INC-3', { intent: 'report', incident: 3 }],
    ['stats', { intent: 'stats', period: { days: 30 } }],
    ['stats 12w', { intent: 'stats', period: { days: 84 } }],
    ['stats 2026-10', { intent: 'stats', period: { year: 2026, month: 10 } }],
    ['timeline', { intent: 'timeline', page: 1 }],
    ['timeline INC-3 2', { intent: 'timeline', incident: 3, page: 2 }],
    ['timeline page 4', { intent: 'timeline', page: 4 }],
    ['timeline pages', { intent: 'timeline', page: 1, view: 'pages' }],
    [
      'timeline INC-3 notes 2 pool full',
      { intent: 'timeline', incident: 3, page: 2, view: 'notes', text: 'pool full' },
    ],
    [
      `timeline by ${DANA} since 10:00`,
      { intent: 'timeline', page: 1, by: 'UDANA', since: { hour: 10, minute: 0, second: 0 } },
    ],
    [
      'timeline until -5m "disk full"',
      { intent: 'timeline', page: 1, until: { agoMs: 300_000 }, text: 'disk full' },
    ],
    ['timeline constructor', { intent: 'timeline', page: 1, text: 'constructor' }],
    ['correct #12 It was the pool', { intent: 'correct', entry: 12, text: 'It was the pool' }],
    [
      'correct INC-3 #12 at 10:42 x',
      { intent: 'correct', incident: 3, entry: 12, when: { hour: 10, minute: 42, second: 0 }, text: 'x' },
    ],
    ['INC-3 correct 12 -5m', { intent: 'correct', incident: 3, entry: 12, when: { agoMs: 300_000 } }],
    ['withdraw #12 another one', { intent: 'withdraw', entry: 12, reason: 'another one' }],
    [
      'redact INC-3 #12, #14 3 passwords',
      { intent: 'redact', incident: 3, entries: [12, 14], reason: '3 passwords' },
    ],
    ['export', { intent: 'export', format: 'md' }],
    ['export INC-3 CSV', { intent: 'export', incident: 3, format: 'csv' }],
    ['help', { intent: 'help' }],
    ['?', { intent: 'help' }],
    ['help sev', { intent: 'help', command: 'severity' }],
  ])('%j is read', (text, intent) => {
    expect(read(text)).toEqual(intent)
  })

  it('keeps what was typed: entities are decoded once, mentions become names and ping nobody', () => {
    const said = (text: string) => read(`note ${text}`)
    expect(said('a &amp;lt; b &lt;!channel&gt; &amp; c')).toMatchObject({ text: 'a &lt; b <!channel> & c' })
    expect(said('<!channel> <!subteam^S1|@on-call> <@UDANA|dana> <@UX>')).toMatchObject({
      text: '@channel @on-call @dana @UX',
    })
    expect(
      said('<#C1|general> <https://x.io/a?b=1&amp;c=2> <http://x.io|x.io> <https://x.io|graph>'),
    ).toMatchObject({
      text: '#general https://x.io/a?b=1&c=2 x.io graph (https://x.io)',
    })
  })

  it('does not take a typed mention for a real one', () => {
    expect(read('assign scribe &lt;@UDANA&gt;')).toMatchObject({ intent: 'unclear' })
    expect(read('assign scribe @dana')).toMatchObject({
      sentence: expect.stringContaining('I do not know who @dana is'),
    })
    expect(read('assign scribe <!subteam^S1|@on-call>')).toMatchObject({
      sentence: expect.stringContaining('one person'),
    })
  })
})

describe('what is said about promises', () => {
  it.each<[string, Intent]>([
    ['snooze', { intent: 'snooze' }],
    ['snooze INC-3 10', { intent: 'snooze', incident: 3, minutes: 10 }],
    ['snooze for 5 min', { intent: 'snooze', minutes: 5 }],
    ['ack', { intent: 'ack' }],
    ['acknowledge INC-3', { intent: 'ack', incident: 3 }],
    ['escalate', { intent: 'escalate' }],
    ['escalate next Nobody knows it', { intent: 'escalate', reason: 'Nobody knows it' }],
    ['escalate Nobody knows it', { intent: 'escalate', reason: 'Nobody knows it' }],
    [
      `escalate INC-3 ${DANA} Budget`,
      { intent: 'escalate', incident: 3, to: { user: 'UDANA' }, reason: 'Budget' },
    ],
    ['escalate <!subteam^S1|@dba> Locks', { intent: 'escalate', to: { group: 'S1' }, reason: 'Locks' }],
    ['escalate managers Budget', { intent: 'escalate', to: { rung: 'managers' }, reason: 'Budget' }],
    ['escalate Secondary on-call: help', { intent: 'escalate', to: { rung: 'secondary' }, reason: 'help' }],
    [`page ${DANA} Can you look?`, { intent: 'page', to: { user: 'UDANA' }, text: 'Can you look?' }],
    ['page on-call', { intent: 'page', to: { rung: 'on-call' } }],
    ['page', { intent: 'page' }],
  ])('%j is read', (text, intent) => {
    expect(readPaging(text)).toEqual(intent)
  })

  it.each([
    ['snooze a while', /do not understand “a while”/],
    ['ack all of it', /do not understand “all of it”/],
    ['page dana Can you look?', /do not see whom to page/],
    ['page @dana Can you look?', /cannot page @dana/],
    ['escalate <!here> now', /cannot page @here/],
  ])('%j is not guessed at', (text, sentence) => {
    expect(readPaging(text)).toMatchObject({ intent: 'unclear', sentence: expect.stringMatching(sentence) })
  })
})

describe('what is not understood', () => {
  it.each<[string, RegExp, string[]]>([
    ['updte we are back', /“updte” is not a command.*`update`/, ['update we are back']],
    ['resovle', /`resolve`/, ['resolve Error rate back to normal for 30 minutes']],
    ['end it', /Perhaps/, ['resolve Error rate back to normal for 30 minutes', 'close INC-3']],
    ['close it', /I do not understand “it”/, ['close INC-3']],
    ['review someday', /how far/, ['review in-review']],
    ['review owner dana', /who is to own/, ['review owner @dana']],
    ['log 2 years', /I do not understand/, ['log 30d']],
    ['log 4000', /look back/, ['log 30d']],
    ['Orders API is down', /“Orders” is not a command/, ['declare Orders API is down', 'help']],
    ['xyzzy', /not a command/, ['help']],
    ['pull safe_mode Wrong replies', /`\/killswitch` has it/, ['/killswitch pull safe_mode Wrong replies']],
    ['INC-3 pull safe_mode x', /`\/killswitch` has it/, ['/killswitch pull INC-3 safe_mode x']],
    ['killswitch', /`\/killswitch` has it/, ['/killswitch']],
    ['on-call secondary', /`\/oncall` has it/, ['/oncall secondary']],
    ['help pull', /not a command of `\/incident`/, ['/killswitch help pull']],
    ['pool is empty', /not a command/, ['declare pool is empty', 'help']],
    ['INC-3 fixed', /Perhaps/, ['resolve Error rate back to normal for 30 minutes']],
    ['INC-3 updte all good', /`update`/, ['update INC-3 all good']],
    ['INC-3 Orders are back', /timeline/, ['update INC-3 Orders are back', 'note INC-3 Orders are back']],
    [
      'declare sev5 Orders',
      /There is no SEV5.*SEV1, SEV2, SEV3, SEV4/,
      ['declare sev2 Orders API answers 500'],
    ],
    ['declare sev0 Orders', /There is no SEV0/, ['declare sev2 Orders API answers 500']],
    ['class order', /“order” is not a class.*orders, returns, analytics/, ['class orders']],
    ['class orders refunds', /“refunds” is not a class/, ['class orders']],
    ['class constructor', /not a class/, ['class orders']],
    ['declare class:retuns x', /“retuns” is not a class/, ['declare class:returns Orders API answers 500']],
    ['declare class:orders sev7 x', /There is no SEV7/, ['declare sev2 Orders API answers 500']],
    ['triage it is worse', /“it is worse”.*`triage \[INC-n\]`/, ['triage INC-3']],
    ['status fixed', /“fixed” is not a status/, ['status identified A bad index on the orders table']],
    ['status monitring', /not a status/, ['status monitoring']],
    ['severity worse', /which severity/, ['severity sev1 Checkout fails for everybody']],
    ['take comander', /not a role/, ['take commander']],
    [`take scribe ${DANA}`, /yourself/, ['assign scribe @dana']],
    ['take scribe tomorrow', /“tomorrow”/, ['take commander']],
    ['list everything', /“everything”.*`list \[all\]`/, ['list all']],
    ['timeline until 25:70', /“25:70” is no time/, ['timeline INC-3 notes since -2h']],
    ['correct', /do not see which entry/, ['correct #12 at 10:42 The pool was full, not the disk']],
    ['correct the pool', /“the” is not the number/, ['correct #12 at 10:42 The pool was full, not the disk']],
    ['correct #3 at 25:10 x', /“25:10” is no time/, ['correct #12 at 10:42 The pool was full, not the disk']],
    ['withdraw INC-3', /which entry/, ['withdraw #12 That was another incident']],
    ['export pdf', /“pdf”/, ['export INC-3 csv']],
    ['help updat', /`update`/, ['update Orders are back for most customers; watching the queue']],
    ['constructor', /not a command/, ['help']],
    ['take constructor', /not a role/, ['take commander']],
  ])('%j does nothing and says what would', (text, sentence, examples) => {
    expect(read(text)).toEqual({ intent: 'unclear', sentence: expect.stringMatching(sentence), examples })
  })

  it('takes a note of full length in which Slack escaped every character, and refuses what is longer still', () => {
    const text = '&'.repeat(NOTE_MAX)
    expect(read(`note ${'&amp;'.repeat(NOTE_MAX)}`)).toEqual({ intent: 'note', text })
    expect(read(`note ${'x'.repeat(COMMAND_TEXT_MAX)}`)).toMatchObject({
      intent: 'unclear',
      sentence: expect.stringContaining('too many'),
    })
  })

  it('quotes a long word back only in part', () => {
    const intent = read(`${'x'.repeat(5_000)} y`)
    expect(intent.intent === 'unclear' && intent.sentence.length).toBeLessThan(300)
  })
})

/** Commands whose intents are called otherwise. */
const MEANT: Partial<Record<CommandName, Intent['intent']>> = {
  resolve: 'status',
  role: 'assign',
  followup: 'follow-up',
  followups: 'follow-ups',
  decision: 'log-words',
  nearmiss: 'log-words',
}

describe('the table of commands', () => {
  it.each(COMMANDS.map((command) => [command.example, command] as const))(
    'has an example that works: %s',
    (example, command) => {
      const intent = read(example.replace('@dana', DANA))
      expect(intent.intent).not.toBe('unclear')
      const meant = MEANT[command.name] ?? command.name
      expect(intent.intent).toBe(meant)
    },
  )

  it('has no word twice, and no word that is also a status or a severity', () => {
    const words = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(new Set(words).size).toBe(words.length)
    expect(words.filter((word) => /^(investigating|identified|monitoring|sev\d)$/.test(word))).toEqual([])
    for (const word of words) expect(commandNamed(word)).toBeDefined()
  })

  it('fits Slack’s usage lines', () => {
    for (const command of COMMANDS) expect(usageLine(command).length).toBeLessThan(80)
  })
})
