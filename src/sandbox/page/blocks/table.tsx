import type { Json } from '../../protocol.ts'
import { isJson, json, list, str } from '../json.ts'
import { richTextBlocks } from '../text/rich-text.ts'
import { Rich } from './rich.tsx'

/** A `table` block; its first row is the head. */
export function TableBlock({ block }: { block: Json }) {
  const rows = (Array.isArray(block.rows) ? block.rows : []).map(list)
  const settings = Array.isArray(block.column_settings) ? block.column_settings.map(json) : []
  const style = (column: number) => {
    const align = str(settings[column]?.align)
    return {
      textAlign: align === 'center' || align === 'right' ? align : ('left' as const),
      whiteSpace: settings[column]?.is_wrapped ? ('normal' as const) : ('nowrap' as const),
    }
  }
  const [head = [], ...body] = rows
  return (
    <div class="table-scroll">
      <table class="block-table">
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" style={style(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} style={style(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell }: { cell: Json }) {
  if (isJson(cell) && cell.type === 'rich_text') return <Rich blocks={richTextBlocks(cell.elements)} />
  return <>{str(cell.text) || str(cell.number)}</>
}
