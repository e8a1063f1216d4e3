import { createHash } from 'node:crypto'

/** What happened in a simulation, line by line; the same seed writes the same lines. */
export class Journal {
  readonly lines: string[] = []
  /** A line of the story, or of the machine below it that is read only when something is looked for. */
  readonly #kinds: ('story' | 'detail')[] = []
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  story(line: string): void {
    this.#add('story', line)
  }

  detail(line: string): void {
    this.#add('detail', line)
  }

  #add(kind: 'story' | 'detail', line: string): void {
    this.lines.push(`${clockOf(this.#now())} ${line}`)
    this.#kinds.push(kind)
  }

  text(kind: 'story' | 'all'): string {
    return this.lines.filter((_, index) => kind === 'all' || this.#kinds[index] === 'story').join('\n')
  }

  digest(): string {
    return createHash('sha256').update(this.lines.join('\n')).digest('hex').slice(0, 16)
  }
}

/** 01:02:03.004 since the beginning. */
export function clockOf(ms: number): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0')
  const seconds = Math.floor(ms / 1_000)
  return `${pad(Math.floor(seconds / 3_600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(ms % 1_000, 3)}`
}
