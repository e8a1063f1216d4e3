/** Something at `x` that wants its text beside it. */
export type Labelled = { x: number; width: number }
/** Where the text goes: `row` counts from the top, `left` is where it begins. */
export type Placed = { row: number; left: number }

/** Between two texts in a row. */
const APART = 14

/**
 * Finds a place for every text so that none touches another and none leaves `from`…`to`: to the right of its place, else
 * to the left of it, in the first row that has room. There are as many rows as it takes. Texts come in order of x.
 */
export function placeLabels(
  labels: readonly Labelled[],
  { from, to, gap }: { from: number; to: number; gap: number },
): Placed[] {
  const rows: { left: number; right: number }[][] = []
  return labels.map(({ x, width }) => {
    const beside = [x + gap, x - gap - width].filter((at) => at >= from && at + width <= to)
    const choices = beside.length > 0 ? beside : [Math.max(from, to - width)]
    for (let row = 0; ; row += 1) {
      const taken = rows[row] ?? []
      const free = choices.find((at) =>
        taken.every((one) => at > one.right + APART || at + width + APART < one.left),
      )
      if (free === undefined) continue
      rows[row] = [...taken, { left: free, right: free + width }]
      return { row, left: free }
    }
  })
}
