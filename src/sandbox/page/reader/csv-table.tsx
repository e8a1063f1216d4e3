import { useMemo } from 'preact/hooks'
import { READER_ROWS } from '../limits.ts'
import { parseCsv } from '../text/csv.ts'

/** A CSV file; its first row is the head. */
export function CsvTable({ text }: { text: string }) {
  const [head = [], ...rows] = useMemo(() => parseCsv(text), [text])
  const more = rows.length - READER_ROWS
  return (
    <div class="csv">
      <div class="table-scroll">
        <table class="block-table">
          <thead>
            <tr>
              {head.map((cell, column) => (
                <th key={column} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, READER_ROWS).map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <p class="cut-short">
          And {more.toLocaleString()} more {more === 1 ? 'row' : 'rows'}. Download the file for all of them.
        </p>
      )}
    </div>
  )
}
