import { type Incident, SEVERITIES } from './incident.ts'

/** What is open, in the order in which somebody looks at it: the worst first, of equally bad ones the newest. */
export function gravestFirst<One extends Pick<Incident, 'severity' | 'number'>>(all: readonly One[]): One[] {
  const rank = ({ severity }: One) => SEVERITIES.indexOf(severity)
  return [...all].sort((one, other) => rank(one) - rank(other) || other.number - one.number)
}
