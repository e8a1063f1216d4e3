import type { Instant } from '../core/decider.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { clip, line } from '../core/text.ts'
import { baseAddress } from '../outside/address.ts'
import { ask, type Outside } from '../outside/ask.ts'
import { readJson } from '../outside/read-json.ts'
import { never } from '../outside/refusal.ts'
import {
  type CheckPlace,
  type Claims,
  onlyOnAndOff,
  placeProblem,
  type SwitchSystem,
  unreadable,
} from '../outside/system.ts'
import { agreement, countOf, emptyTally, together } from './agreement.ts'
import { carries, frozenIn, windowsWith, windowsWithout } from './freeze.ts'
import { type Projects, projectsOf } from './projects.ts'
import { type AppProject, type ArgocdPlace, argocdPlace, userInfo } from './wire.ts'

export type ArgocdConfig = { url: string; token: string }

/** Many projects at once, so that a freeze is quick, but not more. */
const PROJECTS_AT_ONCE = 8
/** All projects of an organisation come in one answer. */
const LIST_BYTES_MAX = 32 * 1024 * 1024

export const checkArgocdPlace: CheckPlace = (place, value) =>
  placeProblem(argocdPlace, place) ?? onlyOnAndOff('Argo CD', value)

export const argocdClaims: Claims = (place) => {
  const { projects = [], label, name } = argocdPlace.parse(place)
  return label === undefined ? projects.map((project) => `${project} ${name}`) : [`label ${label} ${name}`]
}

/** A deploy freeze: true is frozen, by a deny window of ours in every project of the place. */
export function argocd(
  { url, token }: ArgocdConfig,
  { now, timeoutMs }: { now: () => Instant; timeoutMs?: number },
): SwitchSystem {
  const outside: Outside = {
    name: 'Argo CD',
    base: baseAddress(url),
    headers: { authorization: `Bearer ${token}` },
    secret: token,
    settings: { secret: 'ARGOCD_TOKEN', address: 'ARGOCD_URL' },
    now,
    answerBytesMax: LIST_BYTES_MAX,
    ...(timeoutMs !== undefined && { timeoutMs }),
  }
  const projects = projectsOf(outside)

  async function readNamed(place: ArgocdPlace, named: string[], signal: AbortSignal) {
    const names = [...new Set(named)]
    const found = await inTurns(names, (name) => projects.get(name, signal))
    const tally = emptyTally()
    found.forEach((result, index) => {
      const name = names[index] ?? ''
      if (result.ok) tally[frozenIn(result.project, place)].push(name)
      else tally.failed.push({ name, failure: result })
    })
    return agreement(outside, tally)
  }

  async function readLabelled(place: ArgocdPlace, signal: AbortSignal) {
    const all = await projects.all(signal)
    if (!all.ok) return all
    const tally = emptyTally()
    for (const project of all.projects) {
      const state = frozenIn(project, place)
      if (state !== 'no' || carries(project, place.label ?? '')) tally[state].push(project.metadata.name)
    }
    return countOf(tally) === 0 ? nothingLabelled(outside, place) : agreement(outside, tally)
  }

  return {
    async set(order, signal) {
      const place = argocdPlace.safeParse(order.place)
      if (!place.success || typeof order.value !== 'boolean')
        return unreadable('Argo CD', checkArgocdPlace, order)
      const freeze = order.value
      const names = await namesFor(projects, place.data, freeze, signal)
      if (!names.ok) return names
      if (names.list.length === 0) return freeze ? nothingLabelled(outside, place.data) : { ok: true }
      const change = freeze ? frozen(place.data, order.comment) : thawed(place.data)
      const done = await inTurns(names.list, (name) => projects.rewrite(name, change, signal))
      const failed = done.flatMap((result, index) =>
        result.ok ? [] : [{ name: names.list[index] ?? '', failure: result }],
      )
      return together(outside, failed, names.list.length) ?? { ok: true }
    },

    async read(at, signal) {
      const place = argocdPlace.safeParse(at)
      if (!place.success) return unreadable('Argo CD', checkArgocdPlace, { place: at })
      return place.data.projects
        ? readNamed(place.data, place.data.projects, signal)
        : readLabelled(place.data, signal)
    },

    async probe(signal) {
      const missing = 'Argo CD does not answer at this address: correct ARGOCD_URL.'
      const answer = await ask(outside, { method: 'GET', path: '/api/v1/session/userinfo', signal, missing })
      if (!answer.ok) return answer.failure
      const read = readJson(outside, userInfo, answer.text)
      if (!read.ok) return read
      if (!read.value.loggedIn)
        return never(outside, 'Argo CD does not accept the token: check ARGOCD_TOKEN.')
      return { ok: true, say: `takes the token of "${clip(line(read.value.username ?? ''), 80)}"` }
    },
  }
}

const frozen = (place: ArgocdPlace, comment: string) => (project: AppProject) =>
  frozenIn(project, place) === 'yes' ? undefined : windowsWith(project.spec.syncWindows ?? [], place, comment)

const thawed = (place: ArgocdPlace) => (project: AppProject) =>
  frozenIn(project, place) === 'no' ? undefined : windowsWithout(project.spec.syncWindows ?? [], place)

/**
 * The projects that an order is for. A project that lost its label while it was frozen still has our window, so
 * thawing looks for windows and not for labels.
 */
async function namesFor(
  projects: Projects,
  place: ArgocdPlace,
  freeze: boolean,
  signal: AbortSignal,
): Promise<{ ok: true; list: string[] } | ProviderFailure> {
  if (place.projects) return { ok: true, list: [...new Set(place.projects)] }
  const all = await projects.all(signal)
  if (!all.ok) return all
  const concerned = all.projects.filter((project) =>
    freeze ? carries(project, place.label ?? '') : frozenIn(project, place) !== 'no',
  )
  return { ok: true, list: concerned.map(({ metadata }) => metadata.name) }
}

/** The same for each, several at a time. */
async function inTurns<In, Out>(list: In[], act: (item: In) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = []
  for (let from = 0; from < list.length; from += PROJECTS_AT_ONCE)
    done.push(...(await Promise.all(list.slice(from, from + PROJECTS_AT_ONCE).map(act))))
  return done
}

function nothingLabelled(outside: Outside, { label = '' }: ArgocdPlace): ProviderFailure {
  const why = `Argo CD has no project with the label "${label}" that this token may see: correct the switch in the policy, or label the projects.`
  return never(outside, why)
}
