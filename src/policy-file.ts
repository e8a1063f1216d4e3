import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Policy, PolicyContent } from './core/policy.ts'
import { type Problem, readPolicy } from './core/policy-check.ts'
import { createProviders, placeProblems } from './parts/providers.ts'

/** A mistake in the file, with where it stands; `line` and `column` count from 1. */
export type FileProblem = Problem & { file: string; line: number; column: number }

type Read = { policy: Policy } | { problems: FileProblem[] }

/** A policy is a page or two of text; what is larger is some other file. */
const POLICY_BYTES_MAX = 256 * 1024

/** Reads and checks a policy file. A file that is not there or cannot be read is a problem like any other. */
export function loadPolicy(file: string): Read {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return {
      problems: [
        {
          file,
          line: 1,
          column: 1,
          path: [],
          message: `The policy file cannot be read (${why}).`,
          allowed: 'POLICY_FILE names it; by default it is policy.yml',
        },
      ],
    }
  }
  return parsePolicy(text, file)
}

/** What a place in each outside system has to say; whether it can be reached does not matter here. */
const PLACES = createProviders({}, { now: () => 0 })

/** Checks the text of a policy. `file` only serves to say where a problem is. */
export function parsePolicy(text: string, file: string): Read {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) {
    return {
      problems: [
        {
          file,
          line: 1,
          column: 1,
          path: [],
          message: 'The policy file is too large to be a policy.',
          allowed: `at most ${POLICY_BYTES_MAX} bytes`,
        },
      ],
    }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number) => ({
    file,
    line: lines.linePos(offset).line,
    column: lines.linePos(offset).col,
  })
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        ...place(error.pos[0]),
        path: [],
        ...notYaml(error.message),
      })),
    }
  }
  const read = readPolicy(content(document), digestOf)
  const found = 'policy' in read ? placeProblems(read.policy.switches, PLACES) : read.problems
  if ('policy' in read && found.length === 0) return read
  const problems = found.map((problem) => ({
    ...place(offsetOf(document, problem.path)),
    ...problem,
  }))
  return { problems: problems.sort((one, other) => one.line - other.line || one.column - other.column) }
}

/** Where a path of a policy's text stands, counted from 1. */
export function placesIn(text: string): (path: (string | number)[]) => { line: number; column: number } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  return (path) => {
    const { line, col: column } = lines.linePos(offsetOf(document, path))
    return { line, column }
  }
}

/** `policy.yml:12:3: …`: one line for a person, with what is allowed. */
export function problemLine({ file, line, column, message, allowed }: FileProblem): string {
  const place = `${file}:${line}:${column}: ${message}`
  return allowed === undefined ? place : `${place} Allowed: ${allowed}.`
}

/** Aliases that multiply beyond all measure throw; such a file holds no policy. */
function content(document: Document): unknown {
  try {
    return document.toJS()
  } catch {
    return undefined
  }
}

function notYaml(message: string): { message: string; allowed?: string } {
  if (!message.includes('reserved character @')) return { message: `This is not valid YAML: ${message}.` }
  return { message: 'A value that begins with @ has to stand in quotes.', allowed: '"@on-call"' }
}

/** Where the deepest part of the path that is in the file stands: a key for a map's entry, else the value. */
function offsetOf(document: Document, path: (string | number)[]): number {
  let offset = 0
  let node: unknown = document.contents
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      )
      if (pair === undefined) return offset
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      offset = startOf(node) ?? offset
    } else {
      return offset
    }
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

/** A policy of another content. */
export function withDigest({ digest: _, ...content }: Policy): Policy {
  return { ...content, digest: digestOf(content) }
}

/** Of the content and not of the text: a changed comment is no new policy. */
function digestOf(content: PolicyContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
