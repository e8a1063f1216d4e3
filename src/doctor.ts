import { examine, type Finding } from './doctor/checks.ts'

/** `npm run doctor`: looks at everything that has to be right before an incident, and prints what to mend. Exit 1 when something is wrong. */

const SIGN = { sound: '✓', wrong: '✗', skipped: '–' } as const

function lines(finding: Finding): string[] {
  const head = `${SIGN[finding.found]} ${finding.check}`
  if (finding.found !== 'wrong') return [`${head}: ${finding.say}`]
  return [head, ...finding.problems.map((problem) => `    ${problem}`)]
}

const findings = await examine(process.env)
for (const finding of findings) console.log(lines(finding).join('\n'))
const problems = findings.flatMap((finding) => (finding.found === 'wrong' ? finding.problems : []))
if (problems.length > 0) {
  console.log(`\n${problems.length} ${problems.length === 1 ? 'thing' : 'things'} to mend.`)
  process.exitCode = 1
}
