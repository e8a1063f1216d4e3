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

/** Longest name of somebody in an outside system that is kept, and most people behind one rung that are. */
export const WHO_MAX = 100
export const ON_CALL_PEOPLE_MAX = 50

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

/** How long ago something may have happened that is put on record now: a slow fault is found late. */
export const HAPPENED_BACK_DAYS = 90

/** A message as Slack keeps it at most; of more the beginning is taken, and that is said. */
export const MESSAGE_TEXT_MAX = 40_000
/** What is said about a captured message. */
export const COMMENT_MAX = 500
/** Captured messages that an incident follows for changes. */
export const CAPTURED_MESSAGES_MAX = 1_000
/** Pieces of evidence of an incident, and in one command. */
export const EVIDENCE_MAX = 1_000
export const EVIDENCE_AT_ONCE = 50
export const EVIDENCE_TEXT_MAX = 2_500
export const EVIDENCE_ID_MAX = 128
export const EVIDENCE_LINK_MAX = 1_000
/** Links and files of one message that are taken up. */
export const MESSAGE_LINKS_MAX = 30
export const FILE_NAME_MAX = 255
/** Largest file of which the policy can have a copy kept. */
export const KEPT_FILE_MEGABYTES_MAX = 100
/** What the form to choose from can offer. */
export const AUDIENCES_MAX = 50
/** What is told outside: a status page and mail take more, a reader does not. */
export const MESSAGE_TITLE_MAX = 150
/** What fits a field of a form, in which it is edited. */
export const MESSAGE_BODY_MAX = 3_000
/** What is answered to one question of a template. */
export const MESSAGE_ANSWER_MAX = 600
/** What a receiving server says about one reader whom it refuses. */
export const REFUSAL_MAX = 200
/** Messages of an incident that are neither sent nor dropped. */
export const MESSAGES_OPEN_MAX = 20
/** Messages that an incident remembers with their text; the timeline has all. */
export const MESSAGES_KEPT = 40
/** People who are asked to approve one message; more have no eye on it anyway. */
export const APPROVERS_ASKED_MAX = 20
/** Their copies, over all revisions of a message, that are brought up to date. */
export const APPROVAL_COPIES_KEPT = 60

/** Longest piece of a person's text that an answer quotes back. */
export const QUOTE_BACK_MAX = 60
/** Entries on one page of a timeline. */
export const TIMELINE_PAGE = 15
/** Incidents that a "which one?" question offers. */
export const CHOICES_MAX = 10

/** What is asked for when an incident is over. */
export const CAUSE_MAX = 500
export const SUMMARY_PART_MAX = 1_500
/** One thing learned in a review. */
export const FINDING_MAX = 1_000
export const FINDINGS_MAX = 100
export const FOLLOW_UP_MAX = 300
/** Follow-ups of one incident, over or not. */
export const FOLLOW_UPS_MAX = 100
/** A follow-up can be due two years from now at most. */
export const DUE_DAYS_MAX = 2 * 366
/** What was decided, or nearly happened. */
export const LOG_TEXT_MAX = 1_500
/** What another system calls a follow-up. */
export const REFERENCE_KEY_MAX = 80
export const REFERENCE_URL_MAX = 500

/** What the policy may say about reviews. */
export const HOLIDAYS_MAX = 200
export const REVIEW_BUSINESS_DAYS_MAX = 60
export const OVERDUE_TIMES_MAX = 20
/** Days that `/incident log` looks back at most. */
export const LOG_DAYS_MAX = 365
/** Kill switches that a policy may hold: a list of them fits one message. */
export const SWITCHES_MAX = 100
export const SWITCH_KEY_MAX = 60
/** A value that is text, such as what a banner says. */
export const SWITCH_TEXT_MAX = 500
export const TAKES_SECONDS_MAX = 3_600
/** Requests for approval or help that a switch remembers, so that a late tap can be answered with what became of it. */
export const ASKS_KEPT = 6
/** A refusal of the same person for the same thing within this time is told again, but not recorded again. */
export const REFUSAL_REPEAT_MS = 60_000
/** How long somebody who asked for help waits before they can ask again. */
export const ASK_AGAIN_MS = 5 * 60_000
/** Setting that failed is tried again after twice as long each time, up to the longest. */
export const SET_RETRY_FIRST_MS = 2_000
export const SET_RETRY_LONGEST_MS = 60_000
/** When asking again cannot help until somebody mends something. */
export const SET_RETRY_HOPELESS_MS = 5 * 60_000
/** A switch that was kept pulled on purpose is still reminded of, this seldom at most. */
export const KEPT_REMIND_MS = 24 * 60 * 60_000

/** What identifies an alert, or a group of alerts, to its source. */
export const ALERT_KEY_MAX = 255
/** Texts of an alert; what is longer is cut, for nobody is there to shorten it. */
export const ALERT_TITLE_MAX = 200
export const ALERT_SUMMARY_MAX = 1_000
export const ALERT_LABELS_MAX = 40
export const ALERT_LABEL_MAX = 200
export const ALERT_LINKS_MAX = 5
export const ALERT_LINK_MAX = 1_000
/** Alerts of one line; another line begins when it is full. */
export const ALERT_MEMBERS_MAX = 1_000
/** How many of them are remembered by their title; the others are counted. */
export const ALERT_TITLES_KEPT = 50
/** Signals of one request. */
export const ALERT_SIGNALS_MAX = 5_000
/** Alerts that an incident remembers by name. */
export const INCIDENT_ALERTS_MAX = 100
/** What the policy may say about alerts. */
export const ALERT_SOURCES_MAX = 50
export const ALERT_PATH_MAX = 200
export const STORM_MORE_MAX = 100
