/** A mistake that somebody could make in production code, and who must notice it. */
export type Breakage = {
  /** Short, in the words of a changelog that nobody wants to write. */
  name: string
  /** What would happen to people if this went out unnoticed. */
  why: string
  file: string
  /** Stands exactly once in the file; a text that has moved makes the breakage void, which is an error. */
  find: string
  replace: string
  /** Test files of which at least one test must fail. */
  noticedBy: readonly string[]
}
