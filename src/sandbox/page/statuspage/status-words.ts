import type {
  PublicIncident,
  PublicIncidentStatus,
  StatusPage,
  StatusPageState,
} from '../../outside-world.ts'

export const STATUSES: readonly PublicIncidentStatus[] = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
]

export const STATUS_NAMES: Record<PublicIncidentStatus, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

export const STATE_NAMES: Record<StatusPageState, string> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

/** How bad it is, for colours: from well to worst. */
export type Tone = 'well' | 'minor' | 'major' | 'critical'
const TONES: readonly Tone[] = ['well', 'minor', 'major', 'critical']

export const STATE_TONES: Record<StatusPageState, Tone> = {
  operational: 'well',
  under_maintenance: 'minor',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}

const IMPACT_TONES: Record<PublicIncident['impact'], Tone> = {
  none: 'well',
  maintenance: 'minor',
  minor: 'minor',
  major: 'major',
  critical: 'critical',
}

export function toneOf({ impact }: Pick<PublicIncident, 'impact'>): Tone {
  return IMPACT_TONES[impact]
}

export function isOpen({ status }: Pick<PublicIncident, 'status'>): boolean {
  return status !== 'resolved'
}

const OVERALL: Record<Tone, string> = {
  well: 'All systems operational',
  minor: 'Some things are slower than usual',
  major: 'Some things do not work',
  critical: 'Something important does not work',
}

/** The headline of the page: as bad as the worst that is so now. */
export function overall({ components, incidents }: StatusPage): { tone: Tone; text: string } {
  const open = incidents.filter(isOpen)
  const tones = [...components.map(({ state }) => STATE_TONES[state]), ...open.map(toneOf)]
  const tone = TONES.findLast((one) => tones.includes(one)) ?? 'well'
  const isTold = tone === 'well' && open.length > 0
  return { tone, text: isTold ? 'We are looking into something' : OVERALL[tone] }
}
