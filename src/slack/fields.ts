/** The names of the fields in forms: block id and action id alike, and where an error is shown. */
export const FIELDS = {
  title: 'title',
  severity: 'severity',
  summary: 'summary',
  impact: 'impact',
  next: 'next',
  status: 'status',
  note: 'note',
  reason: 'reason',
  role: 'role',
  person: 'person',
} as const

/** The shape of `view.state.values` as far as these forms use it. */
export type Entered = Record<
  string,
  Record<
    string,
    { value?: string | null; selected_option?: { value?: string } | null; selected_user?: string | null }
  >
>

/** What was typed or chosen in a field; empty when nothing was. */
export function entered(values: Entered, field: string): string {
  const found = values[field]?.[field]
  return found?.value ?? found?.selected_option?.value ?? found?.selected_user ?? ''
}
