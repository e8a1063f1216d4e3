import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import { newestOutside } from './facts.ts'
import type { CommsTemplate, Moment } from './template.ts'

type Audiences = Policy['audiences']

/** How an incident stands for whoever writes about it; what fits best comes first. */
export function momentsOf(incident: Incident, audiences: Audiences): Moment[] {
  const { status, review, comms } = incident
  if (status === 'resolved') {
    const isReviewed = review?.stage === 'reviewed' || incident.closed !== undefined
    return isReviewed ? ['reviewed', 'resolved'] : ['resolved']
  }
  if (status !== 'investigating') return [status, 'updated']
  return newestOutside(comms, audiences) === undefined ? ['declared'] : ['updated', 'declared']
}

/** The audiences of a template that the policy has, in the template's order. */
export function reachable(template: Pick<CommsTemplate, 'audiences'>, audiences: Audiences): string[] {
  return template.audiences.filter((key) => Object.hasOwn(audiences, key))
}

/**
 * Templates that make sense now, by severity, class and moment, the best first, and all others that somebody could
 * still want. One whose audiences the policy does not have is in neither.
 */
export function fittingTemplates(
  templates: readonly CommsTemplate[],
  incident: Incident,
  { audiences }: Pick<Policy, 'audiences'>,
): { fit: CommsTemplate[]; others: CommsTemplate[] } {
  const moments = momentsOf(incident, audiences)
  const usable = templates.filter((template) => reachable(template, audiences).length > 0)
  const rank = (template: CommsTemplate): number => {
    const first = moments.findIndex((moment) => template.moments.includes(moment))
    const isAbout =
      template.classes.length === 0 || template.classes.some((key) => incident.classes.includes(key))
    return isAbout && template.severities.includes(incident.severity) ? first : -1
  }
  const fit = usable.filter((template) => rank(template) >= 0)
  return {
    // Readers outside wait longest and notice most; what says least about when it is meant comes last.
    fit: fit.sort(
      (one, other) =>
        rank(one) - rank(other) ||
        Number(isOutside(other, audiences)) - Number(isOutside(one, audiences)) ||
        one.moments.length - other.moments.length,
    ),
    others: usable.filter((template) => rank(template) < 0),
  }
}

/** The template for the notice that is due to the public. */
export function templateForPublic(
  templates: readonly CommsTemplate[],
  incident: Incident,
  policy: Pick<Policy, 'audiences'>,
): CommsTemplate | undefined {
  const audience = incident.comms.publicDuty?.promise.audience
  if (audience === undefined) return undefined
  return fittingTemplates(templates, incident, policy).fit.find((template) =>
    template.audiences.includes(audience),
  )
}

function isOutside(template: CommsTemplate, audiences: Audiences): boolean {
  return reachable(template, audiences).some((key) => audiences[key]?.outside === true)
}
