import type { Group, Person } from './protocol.ts'

/** Who and what is in a fresh workspace. Ids are fixed so that tests and people can read them. */

export const TEAM = { id: 'T0DEMO', name: 'Demo workspace', domain: 'demo-workspace' } as const

export const BOT = { userId: 'U0TOCSIN', botId: 'B0TOCSIN', appId: 'A0TOCSIN' } as const

/** In every workspace, and by its own word not a bot: whoever lists people must know it. */
export const SLACKBOT: Person = {
  id: 'USLACKBOT',
  name: 'slackbot',
  realName: 'Slackbot',
  title: '',
  email: '',
  tz: 'UTC',
  color: '#757575',
  isBot: false,
  isGuest: false,
  deleted: false,
}

function person(
  id: string,
  name: string,
  realName: string,
  title: string,
  tz: string,
  color: string,
): Person {
  return {
    id,
    name,
    realName,
    title,
    email: `${name}@demo.example`,
    tz,
    color,
    isBot: false,
    isGuest: false,
    deleted: false,
  }
}

/** The bot's display name comes from the app's manifest. */
export function cast(botName: string): Person[] {
  return [
    person('U0ANA', 'ana', 'Ana Ruiz', 'On-call engineer', 'Europe/Madrid', '#b5482f'),
    person('U0BEN', 'ben', 'Ben Okafor', 'Secondary on-call', 'Africa/Lagos', '#2f6fb5'),
    person('U0CHLOE', 'chloe', 'Chloe Park', 'Engineering manager', 'America/New_York', '#7a3fb0'),
    person('U0VICTOR', 'victor', 'Victor Lindqvist', 'VP engineering', 'Europe/Stockholm', '#1d7a53'),
    person('U0SOFIA', 'sofia', 'Sofia Marino', 'Support & communications', 'Europe/Rome', '#b08a1d'),
    person('U0RAVI', 'ravi', 'Ravi Nair', 'Rollback owner', 'Asia/Kolkata', '#b03f74'),
    {
      ...person('U0GIL', 'gil', 'Gil Turner', 'Contractor (guest)', 'Europe/London', '#5c6670'),
      isGuest: true,
    },
    {
      ...person(
        BOT.userId,
        botName.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-'),
        botName,
        '',
        'UTC',
        '#c0392b',
      ),
      email: '',
      isBot: true,
    },
  ]
}

export function openingGroups(): Group[] {
  return [
    { id: 'S0ONCALL', handle: 'on-call', name: 'On-call', users: ['U0ANA'] },
    { id: 'S0SECONDARY', handle: 'secondary', name: 'Secondary on-call', users: ['U0BEN'] },
    { id: 'S0MANAGERS', handle: 'engineering-managers', name: 'Engineering managers', users: ['U0CHLOE'] },
    { id: 'S0LEADERSHIP', handle: 'leadership', name: 'Leadership', users: ['U0VICTOR'] },
    { id: 'S0SUPPORT', handle: 'support', name: 'Support', users: ['U0SOFIA'] },
    { id: 'S0ROLLBACK', handle: 'rollback-owners', name: 'Rollback owners', users: ['U0RAVI'] },
  ]
}

export type OpeningChannel = {
  id: string
  name: string
  topic: string
  purpose: string
  general: boolean
  /** Besides everyone on staff: the bot, the guest. */
  alsoIn: string[]
  opening: { user: string; text: string }
}

export function openingChannels(firstCommand: string): OpeningChannel[] {
  return [
    {
      id: 'C0ROOM',
      name: 'incident-room',
      topic: 'Where incidents are worked, in the open',
      purpose: 'Declare, update, resolve',
      general: false,
      alsoIn: [BOT.userId, 'U0GIL'],
      opening: {
        user: 'U0CHLOE',
        text: `New here? When something breaks, type \`${firstCommand}\` in this channel and take it from there. Try it now: nothing in this workspace is real.`,
      },
    },
    {
      id: 'C0ALERTS',
      name: 'ops-alerts',
      topic: 'What the monitors say',
      purpose: 'Alerts arrive here',
      general: false,
      alsoIn: [BOT.userId],
      opening: { user: 'U0BEN', text: 'The monitors speak in here. Quiet is good.' },
    },
    {
      id: 'C0GENERAL',
      name: 'general',
      topic: '',
      purpose: 'Everyone, about anything',
      general: true,
      alsoIn: [],
      opening: { user: 'U0SOFIA', text: 'Good morning! There is fresh coffee in the kitchen. :coffee:' },
    },
    {
      id: 'C0STAKE',
      name: 'stakeholders',
      topic: 'What an incident means for customers and the business',
      purpose: 'For those who answer to others',
      general: false,
      alsoIn: [],
      opening: { user: 'U0CHLOE', text: 'In here you are told what an incident means, not how it is fixed.' },
    },
    {
      id: 'C0EXEC',
      name: 'executives',
      topic: 'The state of things in half a minute',
      purpose: 'Short summaries of what is serious',
      general: false,
      alsoIn: [],
      opening: { user: 'U0VICTOR', text: 'Only what is serious, and short.' },
    },
    {
      id: 'C0ANNOUNCE',
      name: 'announcements',
      topic: 'For everybody',
      purpose: 'What everybody should know',
      general: false,
      alsoIn: [],
      opening: { user: 'U0CHLOE', text: 'Rarely a word in here, so please read it.' },
    },
    {
      id: 'C0SUPPORT',
      name: 'support',
      topic: 'Answers that are ready to send',
      purpose: 'Support and what customers ask',
      general: false,
      alsoIn: [],
      opening: { user: 'U0SOFIA', text: 'Macros for an incident arrive in here. :wave:' },
    },
  ]
}
