/** One comparison, ours beside a rival or a physical limit, both measured in the same run. */
export type Result = {
  name: string
  ours: number
  theirs: number
  unit: string
  /** ours / theirs */
  ratio: number
  aim: string
  met: boolean
}

const asJson = process.argv.includes('--json')

/** Prints a result: a line of JSON with `--json`, a line for people otherwise. */
export function report(result: Omit<Result, 'ratio'>): void {
  const ratio = result.ours / result.theirs
  if (asJson) {
    console.log(JSON.stringify({ ...result, ratio }))
    return
  }
  const figures = `${round(result.ours)} against ${round(result.theirs)} ${result.unit}, ratio ${round(ratio)}`
  console.log(`${result.met ? 'met  ' : 'MISSED'} ${result.name}: ${figures} (aim: ${result.aim})`)
}

/** A remark that belongs to a result but is no comparison. Silent with `--json`. */
export function remark(text: string): void {
  if (!asJson) console.log(`      ${text}`)
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** The value below which `share` (0..1) of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Runs `work` `times` times, `atOnce` of them side by side; gives back each one's duration in ms. */
export async function timed(
  times: number,
  atOnce: number,
  work: (n: number) => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = []
  let next = 0
  async function worker() {
    while (next < times) {
      const n = next
      next += 1
      const startedAt = performance.now()
      await work(n)
      took.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return took
}
