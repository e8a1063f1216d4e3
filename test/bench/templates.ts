import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Liquid } from 'liquidjs'
import { examplesOf, SAMPLE } from '../../src/comms/template-file.ts'
import { loadCommsTemplates } from '../../src/comms/templates.ts'
import { asHtml, asPlain, asSlack } from '../../src/core/comms/variants.ts'
import { percentile, remark, report } from './report.ts'

/** What it costs to fill a template, beside liquidjs alone filling the same texts without limits and fallbacks. */
const ROUNDS = 3_000
const WARM_UP = 300
const AIM_MS = 1

const { templates } = loadCommsTemplates([])
const plain = new Liquid()
plain.registerFilter('sentence', (value: unknown) => String(value))

const pairs = templates.map((template) => {
  const answers = examplesOf(template)
  const source = readFileSync(path.resolve(template.file), 'utf8').split(/^---$/m).slice(2).join('---')
  const parts = [template.title, template.status, source].map((part) => plain.parse(part))
  const scope = { ...answers, ...SAMPLE }
  return {
    ours: () => template.fill(answers, SAMPLE),
    theirs: () => parts.map((part) => plain.renderSync(part, scope)),
    variants: () => {
      const { body } = template.fill(answers, SAMPLE)
      return [asPlain(body), asSlack(body), asHtml(body)]
    },
  }
})

const took = { ours: [] as number[], theirs: [] as number[], variants: [] as number[] }
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  for (const pair of pairs) {
    // Side by side, so that both meet the same noise.
    for (const who of ['ours', 'theirs', 'variants'] as const) {
      const startedAt = performance.now()
      pair[who]()
      if (round >= WARM_UP) took[who].push(performance.now() - startedAt)
    }
  }
}

const [ours, theirs] = [percentile(took.ours, 0.99), percentile(took.theirs, 0.99)]
report({
  name: `filling a template, p99 of ${took.ours.length} (all ${templates.length} in turn)`,
  ours,
  theirs,
  unit: 'ms for liquidjs alone',
  aim: `under ${AIM_MS} ms`,
  met: ours < AIM_MS,
})
remark(
  `median ${percentile(took.ours, 0.5).toFixed(3)} ms; filled and written as text, mrkdwn and HTML: p99 ${percentile(took.variants, 0.99).toFixed(3)} ms`,
)
