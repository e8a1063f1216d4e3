/** The commands of `/killswitch`. */
export type SwitchCommandName =
  | 'list'
  | 'pull'
  | 'restore'
  | 'approve'
  | 'decline'
  | 'status'
  | 'history'
  | 'keep'
  | 'later'
  | 'help'

export type SwitchCommandLine = {
  name: SwitchCommandName
  aliases: readonly string[]
  usage: string // what follows the name; [optional], <required>
  what: string // one line, for help and completion
  example: string // what follows `/killswitch`
}

/** The one source of help, completion and the hints in the manifest. */
export const SWITCH_COMMANDS: readonly SwitchCommandLine[] = [
  {
    name: 'list',
    aliases: ['ls', 'all'],
    usage: '',
    what: 'All kill switches and how they stand; the same as /killswitch alone',
    example: 'list',
  },
  {
    name: 'pull',
    aliases: ['kill', 'stop'],
    usage: '[INC-n] <switch|bundle> [reason]',
    what: 'Pull a switch, or several in order',
    example: 'pull emergency_stop Replies go to the wrong customers',
  },
  {
    name: 'restore',
    aliases: ['reset', 'unpull'],
    usage: '[INC-n] <switch|bundle|all> [reason]',
    what: 'Set it back to its normal value, step by step where the policy has steps',
    example: 'restore capsule_cta Capsules are back for an hour',
  },
  {
    name: 'approve',
    aliases: ['confirm'],
    usage: '<switch>',
    what: 'Agree, as the second person, to what somebody asked for',
    example: 'approve automation_enabled',
  },
  {
    name: 'decline',
    aliases: ['deny', 'reject'],
    usage: '<switch>',
    what: 'Say no to it, or take back your own request',
    example: 'decline automation_enabled',
  },
  {
    name: 'status',
    aliases: ['show', 'state'],
    usage: '<switch>',
    what: 'One switch: what it does, how it stands, who may pull it',
    example: 'status safe_mode',
  },
  {
    name: 'keep',
    aliases: [],
    usage: '<switch> [reason]',
    what: 'Leave it pulled on purpose, beyond the incident',
    example: 'keep t_order_status_verified The check comes with the next release',
  },
  {
    name: 'later',
    aliases: ['snooze'],
    usage: '<switch>',
    what: 'Decide later what becomes of it; you are reminded',
    example: 'later capsule_cta',
  },
  {
    name: 'history',
    aliases: ['log', 'timeline'],
    usage: '[switch] [page]',
    what: 'What was done to it, newest page first; without a switch the last changes of all',
    example: 'history capsule_cta',
  },
  {
    name: 'help',
    aliases: ['?', '-h', '--help', 'commands'],
    usage: '[command]',
    what: 'This list, or one command explained',
    example: 'help pull',
  },
]

/** The command that a word names, itself or by an alias; in lower case. */
export function switchCommandNamed(word: string): SwitchCommandLine | undefined {
  return SWITCH_COMMANDS.find((command) => command.name === word || command.aliases.includes(word))
}

export function switchUsage({ name, usage }: SwitchCommandLine): string {
  return usage === '' ? name : `${name} ${usage}`
}
