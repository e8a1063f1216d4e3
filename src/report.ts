import { writeReportFiles } from './report-files.ts'

/** `npm run report -- INC-7 [--out file.md]`: writes a report and its picture from the database; `--out -` prints it. */
try {
  for await (const line of writeReportFiles(process.argv.slice(2), process.env)) process.stdout.write(line)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
