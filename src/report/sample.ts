import type { ReportLine } from '../core/report/report-line.ts'
import type { ReportModel } from '../core/report/report-model.ts'

/** An entry with everything that one can have, for trying a template. */
export const sampleLine: ReportLine = {
  seq: 2,
  day: '2024-06-10',
  newDay: true,
  time: '12:06:30',
  by: 'Dana',
  text: 'noted: Restarted the pool\nQueue is draining',
  weight: 'said',
  withdrawn: true,
  marks: 'added later, at 2024-06-10 12:30:00',
  link: 'https://example.com/message',
}

const excerpt = { day: '2024-06-10', time: '12:06:30', by: 'Dana', text: 'Said', link: 'https://example.com' }

/** Reports to try a template with: one in which nothing is known yet, and one in which everything is. */
export function sampleModels(): ReportModel[] {
  return [EMPTY, FULL, { ...FULL, form: 'canvas', chart: null, review: UNDONE, actions: [UNOWNED] }]
}

const UNDONE = { stage: 'draft', owner: null, due: '2024-06-17', done: null, inTime: null, closed: null }
const UNOWNED = { number: 2, text: 'Do', owner: null, due: null, state: 'open', link: null }

const EMPTY: ReportModel = {
  form: 'file',
  organisation: 'Example',
  id: 'INC-7',
  title: 'Orders API answers 500',
  severity: 'SEV2',
  severityName: 'Major',
  severityCourse: null,
  status: 'investigating',
  open: true,
  classes: [],
  began: { day: '2024-06-10', time: '12:00:00' },
  ended: null,
  lasted: '40 min',
  when: '2024-06-10 12:00 – 12:40',
  declaredBy: 'Dana',
  roles: [],
  room: 'incident-room',
  channel: null,
  summary: { cause: null, fix: null, impact: null, dataLoss: null },
  inShort: '',
  figures: [],
  moments: [],
  chart: null,
  factors: [],
  wentWell: [],
  wentBadly: [],
  lucky: [],
  actions: [],
  decisions: { items: [], more: 0 },
  nearMisses: { items: [], more: 0 },
  messages: { items: [], more: 0 },
  impact: { items: [], more: 0 },
  evidence: { items: [], more: 0 },
  review: null,
  chain: { seq: 1, hash: 'h' },
  entries: 1,
  leftOut: 0,
  made: { day: '2024-06-10', time: '13:00:00' },
}

const FULL: ReportModel = {
  ...EMPTY,
  severityCourse: 'SEV3 → SEV2',
  status: 'resolved',
  open: false,
  classes: ['Orders'],
  ended: { day: '2024-06-10', time: '12:40:00' },
  roles: [{ role: 'Scribe', person: 'Sam' }],
  channel: 'inc-7-orders-api',
  summary: { cause: 'Cause', fix: 'Fix', impact: 'Impact', dataLoss: 'none' },
  inShort: 'resolved after 40 min',
  figures: [{ name: 'Time to resolve', value: '40 min', note: '12:00:00 – 12:40:00' }],
  moments: [{ name: 'declared', day: '2024-06-10', time: '12:00:00' }],
  chart: 'INC-7.png',
  factors: [{ text: 'Load', by: 'Dana' }],
  wentWell: [{ text: 'Alarm', by: 'Dana' }],
  wentBadly: [{ text: 'Runbook', by: 'Dana' }],
  lucky: [{ text: 'Night', by: 'Dana' }],
  actions: [
    { number: 1, text: 'Do', owner: 'Sam', due: '2024-06-17', state: 'open', link: 'https://example.com' },
  ],
  decisions: { items: [excerpt], more: 1 },
  nearMisses: { items: [excerpt], more: 1 },
  messages: { items: [excerpt], more: 1 },
  impact: { items: [excerpt], more: 1 },
  evidence: { items: [excerpt, { ...excerpt, link: null }], more: 1 },
  leftOut: 3,
  review: {
    ...{ stage: 'reviewed', owner: 'Dana', due: '2024-06-17', done: '2024-06-14', inTime: true },
    closed: '2024-06-20',
  },
}
