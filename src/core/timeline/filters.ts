import { LINE_KINDS, type LineKind } from './kinds.ts'

/** All that belongs to the story of an incident: what is shown unless something else is asked for. */
export const STORY: readonly LineKind[] = LINE_KINDS.filter((kind) => kind !== 'bookkeeping')

/** What a timeline can be narrowed down to, with the words that mean it; in the order of a menu. */
export const VIEWS = {
  story: { name: 'The whole story', words: ['all', 'everything', 'story'], kinds: STORY },
  acts: { name: 'What people did', words: ['acts', 'act', 'deeds', 'people'], kinds: ['act'] },
  updates: { name: 'Updates', words: ['updates', 'update'], kinds: ['update'] },
  notes: { name: 'Notes', words: ['notes', 'note'], kinds: ['note'] },
  evidence: { name: 'Evidence', words: ['evidence'], kinds: ['evidence'] },
  pages: { name: 'Pages and answers', words: ['pages', 'page', 'paging', 'answers'], kinds: ['page'] },
  deadlines: { name: 'Deadlines', words: ['deadlines', 'promises', 'missed'], kinds: ['promise'] },
  switches: { name: 'Kill switches', words: ['switches', 'switch'], kinds: ['switch'] },
  alerts: { name: 'Alerts', words: ['alerts', 'alert', 'monitoring'], kinds: ['alert'] },
  review: { name: 'Review and follow-ups', words: ['review', 'reviews', 'followups'], kinds: ['review'] },
  corrections: { name: 'Corrections', words: ['corrections', 'corrected'], kinds: ['correction'] },
  tocsin: {
    name: 'What Tocsin did for itself',
    words: ['tocsin', 'bot', 'deliveries', 'failures'],
    kinds: ['delivery', 'bookkeeping'],
  },
} as const satisfies Record<string, { name: string; words: readonly string[]; kinds: readonly LineKind[] }>
export type ViewName = keyof typeof VIEWS
export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[]

/** The view that a word means. */
export function viewCalled(word: string): ViewName | undefined {
  return VIEW_NAMES.find((name) => (VIEWS[name].words as readonly string[]).includes(word))
}
