import { clip, line } from '../text.ts'
import type { Text } from './comms.ts'
import { FITS } from './lint.ts'
import { asPlain } from './variants.ts'

/** The heading of a public incident: the title, or else how the text begins. Empty when it is to stay as it is. */
export function pageTitle({ title, body }: Pick<Text, 'title' | 'body'>, isFirst: boolean): string {
  if (title !== '') return title
  return isFirst ? clip(line(asPlain(body)), FITS.statuspage.title) : ''
}

/** One update of a public incident, as its readers get it. */
export function pageBody({ title, body }: Pick<Text, 'title' | 'body'>, corrects?: number): string {
  const text = asPlain(body) || title
  return corrects === undefined ? text : `Correction: ${text}`
}
