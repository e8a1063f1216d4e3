/** Patterns of wording that readers outside are badly served by. Bounded, so that no text can make them slow. */

const UNIT = '(?:minutes?|mins?|hours?|hrs?|days?)'
const CLOCK =
  '(?:\\d{1,2}[:.]\\d{2}|\\d{1,2} ?(?:am|pm)|noon|midnight|tonight|tomorrow|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)'

/** When it will be over. */
export const ESTIMATE: readonly RegExp[] = [
  /\bETA\b/u,
  new RegExp(
    `\\b(?:with)?in (?:about |around |roughly |less than |the next )?(?:\\d{1,3}|an?|one|two|three|a few|half an) ${UNIT}\\b`,
    'iu',
  ),
  new RegExp(
    `\\b(?:fixed|solved|resolved|back|restored|available|working) (?:again )?(?:by|before|until|at) ${CLOCK}`,
    'iu',
  ),
  new RegExp(`\\b(?:by|before) ${CLOCK}`, 'iu'),
  /\b(?:very |quite )?(?:soon|shortly)\b/iu,
]

/** A sentence that says when readers hear again. */
export const NEXT_WORD =
  /\b(?:next update|update (?:you|this|again|by|at|in)|write (?:to you )?again|hear from us|next notice|keep you posted)\b/iu

/** Names from inside: hosts, addresses, parts of a cluster, tools. */
export const INTERNAL: readonly RegExp[] = [
  /\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:internal|local|localdomain|lan|corp|intra|svc|cluster)\b/iu,
  /\b(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b/u,
  /\bhttps?:\/\/(?:localhost|[a-z0-9-]{1,63}(?::\d{1,5})?(?=[/\s]|$)|\d)/iu,
  /\b[a-z0-9]{2,40}(?:-[a-z0-9]{2,40}){0,5}-[a-f0-9]{8,10}-[a-z0-9]{5}\b/u,
  /\b(?:kubectl|kubernetes|postgres(?:ql)?|redis|kafka|argocd|grafana|prometheus|pagerduty|jira)\b/iu,
  /\bINC-\d{1,9}\b/u,
]

/** Something that was to be filled in, or that only one means of sending would have understood. */
export const LEFT_OPEN: readonly RegExp[] = [
  /\{\{[^{}]{0,60}\}\}|\{%[^{}]{0,60}%\}|\{\{|\{%/u,
  /<[!@#][^<>\s]{1,60}>/u,
  /\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b/u,
]

/** Somebody is named as the cause. */
export const BLAME: readonly RegExp[] = [
  /\b(?:human|operator|user) error\b/iu,
  /\b(?:fault|mistake|negligence) (?:of|by|on the part of)\b/iu,
  /\b(?:somebody|someone|a colleague|an? (?:engineer|developer|employee|intern)) (?:forgot|broke|deleted|failed|did not|didn.t)\b/iu,
  /\bto blame\b/iu,
  /\b(?:careless|sloppy|incompetent)(?:ly|ness)?\b/iu,
  /\bshould have known\b/iu,
]

/** Everything, for everybody. */
export const TOTAL: readonly RegExp[] = [
  /\b(?:total|complete|full|major|widespread) outage\b/iu,
  /\boutage\b/iu,
  /\b(?:everything|the (?:whole )?(?:site|shop|service|system|platform)) (?:is|was|went) down\b/iu,
]

/** Words of engineers that customers do not use. */
export const JARGON: readonly string[] = [
  '5xx',
  'API',
  'backend',
  'cache',
  'canary',
  'cluster',
  'config',
  'container',
  'CPU',
  'database',
  'DB',
  'deploy',
  'deployed',
  'deployment',
  'DNS',
  'endpoint',
  'failover',
  'feature flag',
  'frontend',
  'hotfix',
  'HTTP',
  'latency',
  'load balancer',
  'microservice',
  'middleware',
  'mitigation',
  'p95',
  'p99',
  'pipeline',
  'pod',
  'queue depth',
  'regression',
  'replica',
  'rollback',
  'root cause',
  'SEV1',
  'SEV2',
  'shard',
  'SLA',
  'SLO',
  'throughput',
  'timeout',
  'upstream',
  'webhook',
]
