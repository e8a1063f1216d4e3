import type { CommandName } from './intent.ts'

/** One command of `/incident`. */
export type Command = {
  name: CommandName
  aliases: readonly string[]
  usage: string // what follows the name; [optional], <required>
  what: string // one line, for help and completion
  example: string // what follows `/incident`
  /** Whether `INC-3` may stand right after the name. */
  onIncident: boolean
}

/** The one source of help, completion and the hints in the manifest. In the order of an incident's life. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'declare',
    aliases: ['new', 'start', 'create', 'raise'],
    usage: '[sev1..sev4] [class:<class>] <title>',
    what: 'Declare an incident; without a severity a few questions find it',
    example: 'declare sev2 Orders API answers 500',
    onIncident: false,
  },
  {
    name: 'update',
    aliases: ['post', 'upd'],
    usage: '[INC-n] [text]',
    what: 'Tell everybody where it stands',
    example: 'update Orders are back for most customers; watching the queue',
    onIncident: true,
  },
  {
    name: 'comms',
    aliases: ['message', 'messages', 'tell', 'notify'],
    usage: '[INC-n]',
    what: 'Tell customers and colleagues: what is due, templates, approval, what was sent',
    example: 'comms INC-3',
    onIncident: true,
  },
  {
    name: 'note',
    aliases: ['add', 'jot'],
    usage: '[INC-n] [at 10:42|-5m] <text>',
    what: 'Put something on the timeline, also with an earlier time',
    example: 'note -5m Restarted the worker pool, queue is draining',
    onIncident: true,
  },
  {
    name: 'evidence',
    aliases: ['proof'],
    usage: '[INC-n] [at 10:42|-5m] <req-id ids… | links | text>',
    what: 'Add request ids, links or findings as evidence',
    example: 'evidence req-id 7f3a9c2e 81bb04d1',
    onIncident: true,
  },
  {
    name: 'moment',
    aliases: ['moments'],
    usage: '[INC-n] [started|detected|mitigated|…] [at 10:12] [reason]',
    what: 'Correct when it started, was detected, declared, acknowledged, mitigated or resolved',
    example: 'moment started at 10:12 The error rate rises from there on',
    onIncident: true,
  },
  {
    name: 'status',
    aliases: ['state'],
    usage: '[INC-n] [investigating|identified|monitoring|resolved] [note]',
    what: 'Change where the incident stands',
    example: 'status identified A bad index on the orders table',
    onIncident: true,
  },
  {
    name: 'resolve',
    aliases: ['resolved'],
    usage: '[INC-n] [note]',
    what: 'Say that it is over',
    example: 'resolve Error rate back to normal for 30 minutes',
    onIncident: true,
  },
  {
    name: 'reopen',
    aliases: ['re-open'],
    usage: '[INC-n] <reason>',
    what: 'Take up a resolved incident again',
    example: 'reopen INC-3 Errors are back since the failover',
    onIncident: true,
  },
  {
    name: 'severity',
    aliases: ['sev'],
    usage: '[INC-n] <sev1..sev4> <reason>',
    what: 'Change the severity',
    example: 'severity sev1 Checkout fails for everybody',
    onIncident: true,
  },
  {
    name: 'triage',
    aliases: ['classify', 'assess'],
    usage: '[INC-n]',
    what: 'Find the severity by a few questions',
    example: 'triage INC-3',
    onIncident: true,
  },
  {
    name: 'class',
    aliases: ['classes', 'about'],
    usage: '[INC-n] <class> [class…]',
    what: 'Say what it is about; the main thing first',
    example: 'class orders',
    onIncident: true,
  },
  {
    name: 'take',
    aliases: ['claim'],
    usage: '[INC-n] [role]',
    what: 'Take a role yourself; command when none is named',
    example: 'take commander',
    onIncident: true,
  },
  {
    name: 'role',
    aliases: ['roles'],
    usage: '[INC-n] <role> [@person]',
    what: 'Take a role, or give it to somebody',
    example: 'role scribe @dana',
    onIncident: true,
  },
  {
    name: 'assign',
    aliases: [],
    usage: '[INC-n] <role> <@person>',
    what: 'Give a role to somebody',
    example: 'assign communications @dana',
    onIncident: true,
  },
  {
    name: 'handover',
    aliases: ['hand-over', 'handoff', 'hand-off'],
    usage: '[INC-n] [role] <@person>',
    what: 'Hand a role that you hold to somebody else',
    example: 'handover commander @dana',
    onIncident: true,
  },
  {
    name: 'release',
    aliases: ['drop'],
    usage: '[INC-n] [role]',
    what: 'Lay down a role that you hold',
    example: 'release scribe',
    onIncident: true,
  },
  {
    name: 'snooze',
    aliases: ['postpone', 'delay'],
    usage: '[INC-n] [minutes]',
    what: 'Put the next update off',
    example: 'snooze 10',
    onIncident: true,
  },
  {
    name: 'escalate',
    aliases: ['esc'],
    usage: '[INC-n] [next|@person|@group|rung] <reason>',
    what: 'Climb the ladder: page whoever comes next, or whom you name',
    example: 'escalate next Nobody here knows the payment system',
    onIncident: true,
  },
  {
    name: 'page',
    aliases: ['ping', 'wake'],
    usage: '[INC-n] <@person|@group|rung> <message>',
    what: 'Page somebody beside the ladder',
    example: 'page @dana Can you look at the orders database?',
    onIncident: true,
  },
  {
    name: 'ack',
    aliases: ['acknowledge', 'acked'],
    usage: '[INC-n]',
    what: 'Acknowledge the pages that wait for an answer',
    example: 'ack INC-3',
    onIncident: true,
  },
  {
    name: 'rename',
    aliases: ['title', 'retitle'],
    usage: '[INC-n] <title>',
    what: 'Change the title',
    example: 'rename Orders API: writes fail in eu-west',
    onIncident: true,
  },
  {
    name: 'summary',
    aliases: ['summarise', 'summarize', 'cause'],
    usage: '[INC-n]',
    what: 'Sum it up: cause, fix, impact, lost data',
    example: 'summary INC-3',
    onIncident: true,
  },
  {
    name: 'review',
    aliases: ['rca', 'retro'],
    usage: '[INC-n] [owner @person | in-review | reviewed | close]',
    what: 'Work on the review: who owns it, how far it is, what was learned',
    example: 'review INC-3 owner @dana',
    onIncident: true,
  },
  {
    name: 'followup',
    aliases: ['follow-up', 'todo'],
    usage: '[INC-n] <text> [@owner] [by <date>]',
    what: 'Ask for something to be done because of it; “done 2” or “drop 2” ends one',
    example: 'followup Alert on the age of the queue @dana by next friday',
    onIncident: true,
  },
  {
    name: 'followups',
    aliases: ['follow-ups', 'todos'],
    usage: '[INC-n] [all|mine|overdue]',
    what: 'Show follow-ups',
    example: 'followups mine',
    onIncident: true,
  },
  {
    name: 'decision',
    aliases: ['decided'],
    usage: '[INC-n] <text>',
    what: 'Record what default or course was changed, and why',
    example: 'decision Retries are off by default: they made the queue worse',
    onIncident: true,
  },
  {
    name: 'nearmiss',
    aliases: ['near-miss'],
    usage: '[INC-n] <text>',
    what: 'Record what nearly went wrong, in an incident or without one',
    example: 'nearmiss The backup had failed for two days; found by chance',
    onIncident: true,
  },
  {
    name: 'close',
    aliases: [],
    usage: '[INC-n]',
    what: 'End it for good, once nothing is left open',
    example: 'close INC-3',
    onIncident: true,
  },
  {
    name: 'list',
    aliases: ['ls'],
    usage: '[all]',
    what: 'Open incidents; with "all" the resolved ones too',
    example: 'list all',
    onIncident: false,
  },
  {
    name: 'timeline',
    aliases: ['history'],
    usage: '[INC-n] [page]',
    what: 'What happened, newest page first',
    example: 'timeline INC-3 2',
    onIncident: true,
  },
  {
    name: 'log',
    aliases: ['decisions', 'nearmisses', 'near-misses'],
    usage: '[days]',
    what: 'Decisions and near misses of the last days',
    example: 'log 30d',
    onIncident: false,
  },
  {
    name: 'report',
    aliases: ['postmortem', 'post-mortem'],
    usage: '[INC-n]',
    what: 'Get the report of an incident, with its picture',
    example: 'report INC-3',
    onIncident: true,
  },
  {
    name: 'stats',
    aliases: ['statistics', 'metrics'],
    usage: '[30d|12w|2026-10]',
    what: 'How many incidents there were and how long they took',
    example: 'stats 12w',
    onIncident: false,
  },
  {
    name: 'help',
    aliases: ['?', '-h', '--help', 'commands'],
    usage: '[command]',
    what: 'This list, or one command explained',
    example: 'help severity',
    onIncident: false,
  },
]

/** The command that a word names, itself or by an alias; in lower case. */
export function commandNamed(word: string): Command | undefined {
  return COMMANDS.find((command) => command.name === word || command.aliases.includes(word))
}

/** `declare [sev1..sev4] <title>`: one line for help. */
export function usageLine(command: Command): string {
  return command.usage === '' ? command.name : `${command.name} ${command.usage}`
}
