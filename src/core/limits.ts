/**
 * How much text is taken from people, in UTF-16 code units (what Slack's `max_length` counts). What is longer
 * is refused with both numbers, never cut: nothing that was said is lost silently.
 */
export const TITLE_MAX = 150
export const UPDATE_SUMMARY_MAX = 1_500
export const UPDATE_DETAIL_MAX = 750 // impact, next
export const NOTE_MAX = 2_500
export const STATUS_NOTE_MAX = 1_500
export const REASON_MAX = 500

/** Longest text of a command that is read at all: the longest note with every character escaped, and room for words. */
export const COMMAND_TEXT_MAX = 5 * NOTE_MAX + 500

/** What outside systems say is cut instead: nobody is there to shorten it. */
export const WHY_MAX = 500

/** What the policy may hold. */
export const POLICY_NAME_MAX = 80
export const POLICY_SENTENCE_MAX = 200
export const POLICY_LIST_MAX = 50
export const ROLES_MAX = 20
export const POLICY_KEY_MAX = 40
export const CONTACTS_MAX = 10
export const LADDER_RUNGS_MAX = 20
export const ROUNDS_MAX = 10
export const PROMISE_MINUTES_MAX = 7 * 24 * 60
export const CLASSES_MAX = 20
export const QUESTIONS_MAX = 6
export const ANSWERS_MAX = 6
/** Answers are options of a select, which holds no more. */
export const ANSWER_TEXT_MAX = 75
/** Longest outage that a policy can take for a contradiction: a week. */
export const OUTAGE_MINUTES_MAX = 7 * 24 * 60

/** What somebody who is paged is told by hand. */
export const PAGE_MESSAGE_MAX = 500
/** Pages by hand that may be open in one incident at a time. */
export const OPEN_PAGES_MAX = 10
/** Escalations that an incident remembers, so that a late tap on an old page can be answered with what became of it. */
export const RUNS_KEPT = 10

/** What is told outside: a status page and mail take more, a reader does not. */
export const MESSAGE_TITLE_MAX = 150
export const MESSAGE_BODY_MAX = 5_000
/** Messages of an incident that are neither sent nor dropped. */
export const MESSAGES_OPEN_MAX = 20
/** Messages that an incident remembers with their text; the timeline has all. */
export const MESSAGES_KEPT = 40

/** Longest piece of a person's text that an answer quotes back. */
export const QUOTE_BACK_MAX = 60
/** Entries on one page of a timeline. */
export const TIMELINE_PAGE = 15
/** Incidents that a "which one?" question offers. */
export const CHOICES_MAX = 10
