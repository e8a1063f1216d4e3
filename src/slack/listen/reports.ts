import { withoutAuthority } from '../../core/authority.ts'
import { statisticsChart } from '../../core/chart/statistics-chart.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { monthLabels } from '../../core/incident/month.ts'
import { type Period, periodInWords, periodTimes } from '../../core/report/period.ts'
import { type Statistics, statistics } from '../../core/report/statistics.ts'
import type { Message } from '../blocks.ts'
import { NotUploaded, share } from '../perform/files.ts'
import { refusal } from '../views/answers.ts'
import { reportComing } from '../views/report.ts'
import { statisticsAnswer } from '../views/statistics.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { outcomeMessage } from './outcome-message.ts'

/** To the thread where the incident is at home; asked for elsewhere, to whoever asked. */
export async function askReport(desk: Desk, asked: Asked, incident: Incident): Promise<Message> {
  const home = [incident.channel?.id, incident.card?.channel]
  const to = asked.channel !== undefined && home.includes(asked.channel) ? 'thread' : 'me'
  const handled = await act(desk, asked, incident.id, { type: 'ask-report', to })
  if (handled.result === 'rejected') return outcomeMessage(desk, incident.id, handled)
  return reportComing(incident, to)
}

/** Incidents that are read in one go, and in all: more than a team has in a year. */
const READ_AT_ONCE = 200
const READ_MAX = 5_000

/** The figures at once, for whoever asked; the picture into their messages. */
export async function statisticsMessage(desk: Desk, asked: Asked, period: Period): Promise<Message> {
  const { standing } = await desk.people.person(asked.user)
  const outside = withoutAuthority(standing)
  if (outside !== undefined) return refusal(outside.rejected)
  const figures = await gather(desk, period)
  const sent = figures.incidents > 0 && (await sendPicture(desk, asked, figures, period))
  return statisticsAnswer(figures, { period, policy: desk.policy, picture: sent })
}

async function gather({ incidents, now }: Desk, period: Period): Promise<Statistics> {
  const times = periodTimes(period, now())
  const found: Incident[] = []
  for (const label of monthLabels(times.from, times.to)) {
    for (let before: number | undefined; found.length < READ_MAX; ) {
      const page = await incidents.find(label, READ_AT_ONCE, before)
      found.push(...page.filter(({ declaredAt }) => declaredAt >= times.from && declaredAt < times.to))
      before = page.at(-1)?.number
      if (page.length < READ_AT_ONCE) break
    }
  }
  return statistics(found.slice(0, READ_MAX), { ...times, now: now() }, found.length >= READ_MAX)
}

/** False when it could not be sent; the figures are worth having without it. */
async function sendPicture(
  { reports, slack, policy, log }: Desk,
  { user }: Asked,
  figures: Statistics,
  period: Period,
): Promise<boolean> {
  try {
    const words = periodInWords(period)
    const className = (key: string) => policy.classes[key]?.name ?? key
    const bytes = await reports.picture(statisticsChart(figures, { period: words, className }))
    const { channel } = await slack.conversations.open({ users: user })
    if (channel?.id === undefined) return false
    const name = `incidents-${words.replaceAll(' ', '-')}.png`
    const title = `Incidents in ${words}`
    await share(slack, { channel: channel.id }, [{ name, title, bytes, alt: title }], title)
    return true
  } catch (error) {
    if (!(error instanceof NotUploaded))
      log.warn({ err: error }, 'the picture of the statistics was not sent')
    return false
  }
}
