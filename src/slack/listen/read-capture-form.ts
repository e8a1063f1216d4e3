import { KINDS } from '../../core/capture/capture.ts'
import { type Evidence, readEvidence, readIds, type Unusable } from '../../core/capture/evidence.ts'
import { MOMENTS } from '../../core/capture/moments.ts'
import { FORMS } from '../controls.ts'
import { type Entered, entered, enteredInstant, FIELDS } from '../fields.ts'
import type { FormCommand, Misread } from './read-form.ts'

/** The forms for notes, evidence and moments. A note that is called evidence is read as that. */
export function readCaptureForm(form: string, values: Entered): FormCommand | Misread {
  const at = enteredInstant(values, FIELDS.time)
  const kind = KINDS.find((known) => known === entered(values, FIELDS.kind))
  if (form === FORMS.moment) return readMoment(values, at)
  if (form === FORMS.evidence)
    return evidence(at, items(values, FIELDS.requests, readIds), items(values, FIELDS.findings, readEvidence))
  if (kind === 'evidence') return evidence(at, items(values, FIELDS.note, readEvidence))
  return {
    type: 'note',
    text: entered(values, FIELDS.note),
    ...(kind !== undefined && { kind }),
    ...(at !== undefined && { at }),
  }
}

function evidence(at: number | undefined, ...found: (Evidence[] | Misread)[]): FormCommand | Misread {
  const all: Evidence[] = []
  for (const items of found) {
    if ('wrong' in items) return items
    all.push(...items)
  }
  return { type: 'add-evidence', items: all, ...(at !== undefined && { at }) }
}

function items(
  values: Entered,
  field: string,
  read: (raw: string) => Evidence[] | Unusable,
): Evidence[] | Misread {
  const found = read(entered(values, field))
  if (!('wrong' in found)) return found
  return { wrong: field, why: `${found.wrong.charAt(0).toUpperCase()}${found.wrong.slice(1)}.` }
}

function readMoment(values: Entered, at: number | undefined): FormCommand | Misread {
  const moment = MOMENTS.find((known) => known === entered(values, FIELDS.moment))
  if (moment === undefined) return { wrong: FIELDS.moment }
  if (at === undefined) return { wrong: FIELDS.time, why: 'Say when it was.' }
  return { type: 'correct-moment', moment, at, reason: entered(values, FIELDS.reason) }
}
