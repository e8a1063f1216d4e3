import { type Rejection, reject } from '../decider.ts'
import { LOG_TEXT_MAX } from '../limits.ts'
import { isBlank, paragraph, tooLong } from '../text.ts'

/** What may be logged: a decision on a default or a course, or something that nearly happened. */
export type Logged = { type: 'decision-logged'; text: string } | { type: 'near-miss-logged'; text: string }

export function logged(type: Logged['type'], text: string): Logged[] | Rejection {
  const clean = paragraph(text)
  if (isBlank(clean)) {
    return type === 'decision-logged'
      ? reject('empty', 'The decision is empty. Say what was changed, and why.')
      : reject('empty', 'The near miss is empty. Say what nearly happened, and what prevented it.')
  }
  const what = type === 'decision-logged' ? 'The decision' : 'The near miss'
  return tooLong(what, clean, LOG_TEXT_MAX) ?? [{ type, text: clean }]
}
