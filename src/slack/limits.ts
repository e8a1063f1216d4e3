/** What Slack refuses to take more of, in characters (UTF-16 units, the strictest reading) unless named otherwise. */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 3_000, // chat.update refuses more than 4,000
  sectionText: 3_000,
  fieldText: 2_000,
  fields: 10,
  headerText: 150,
  contextElements: 10,
  contextText: 2_000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  overflowOptions: 5,
  selectOptions: 100,
  checkboxes: 10,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputValue: 3_000,
  modalTitle: 24,
  modalButton: 24,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  privateMetadata: 3_000,
  errorText: 500,
  channelName: 80,
  channelTopic: 250,
} as const

/** How much of a person's words is shown where; the timeline keeps all of them. */
export const SHOWN = {
  channelWords: 42, // letters of the title in a channel’s name
  titleInLine: 80,
  titleInCard: 300,
  updatePart: 700,
  storyPart: 2_000,
  reason: 500,
  choice: 40,
  because: 900,
  timelineLine: 240,
  personName: 60,
  head: 12, // digits of a hash, enough to name it
} as const

/** Lines of the timeline that somebody gets who takes over. */
export const BRIEFING_LINES = 10

/** How long it is waited for all who are asked who is on call; what is not known by then is said to be so. */
export const ON_CALL_WITHIN_MS = 9_000

/** Largest timeline that is sent as a file: it is in memory whole for as long as that takes. */
export const EXPORT_BYTES_MAX = 50_000_000

/** How far Slack's clock may be behind ours: a clock that is wrong by minutes is not noticed by anybody for a while. */
export const CLOCK_MARGIN_MS = 60 * 60_000
