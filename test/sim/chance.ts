/** Chance that can be repeated: the same seed gives the same row of numbers. */
export type Chance = {
  /** 0 ≤ x < 1. */
  next(): number
  /** An integer, both ends included. */
  int(from: number, to: number): number
  /** True so often. */
  odds(probability: number): boolean
  pick<T>(from: readonly [T, ...T[]]): T
  /** A row of its own, so that drawing more here changes nothing there. */
  fork(name: string): Chance
}

export function chance(seed: string): Chance {
  let [a, b, c, d] = spread(seed)
  // sfc32, a small generator that passes the usual batteries of tests.
  function next(): number {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i += 1) next()
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    odds: (probability) => next() < probability,
    pick: (from) => from[int(0, from.length - 1)] ?? from[0],
    fork: (name) => chance(`${seed}/${name}`),
  }
}

/** Four words from a text (FNV-1a with different beginnings). */
function spread(text: string): [number, number, number, number] {
  const word = (start: number) => {
    let hash = start
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    return hash | 0
  }
  return [word(0x811c9dc5), word(0x1b873593), word(0x9e3779b9), word(0x85ebca6b)]
}
