import type { ReportLine } from '../core/report/report-line.ts'
import type { ReportModel } from '../core/report/report-model.ts'
import { hanging, markdown } from './markdown.ts'
import type { ReportTemplate } from './template.ts'

/** The report that needs no template: all facts, no prompts. It says why it is there. */
export function plainReport(why: string): ReportTemplate {
  return {
    before: (report) =>
      [
        `# ${markdown(`${report.id}: ${report.title}`)}`,
        `> **The template of this report has a mistake, so this is the plain one.** ${markdown(why)}`,
        `${report.severity} · ${report.status} · ${markdown(report.inShort)}`,
        ...said('Cause', report.summary.cause),
        ...said('Fix', report.summary.fix),
        ...said('Impact', report.summary.impact),
        '## Key figures',
        report.figures
          .map(
            ({ name, value, note }) =>
              `- ${name}: ${markdown(value)}${note === '' ? '' : ` (${markdown(note)})`}`,
          )
          .join('\n'),
        ...listed('What was learned', learned(report)),
        ...listed(
          'Actions',
          report.actions.map(
            ({ text, owner, due, state }) =>
              `${text} (${[owner ?? 'nobody yet', due ?? 'no date', state].join(', ')})`,
          ),
        ),
        '## Timeline (UTC)\n\n',
      ].join('\n\n'),
    line: (line: ReportLine) => `- ${line.day} ${line.time} ${markdown(line.by)} ${hanging(line.text)}\n`,
    after: ({ chain }) => `\nThe timeline ends with entry ${chain.seq}, whose hash is ${chain.hash}.\n`,
  }
}

function said(label: string, words: string | null): string[] {
  return words === null ? [] : [`**${label}:** ${markdown(words)}`]
}

function listed(heading: string, items: string[]): string[] {
  return items.length === 0 ? [] : [`## ${heading}`, items.map((item) => `- ${hanging(item)}`).join('\n')]
}

function learned({ factors, wentWell, wentBadly, lucky }: ReportModel): string[] {
  return [...factors, ...wentWell, ...wentBadly, ...lucky].map(({ text }) => text)
}
