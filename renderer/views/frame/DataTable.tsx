import type { ReactNode } from 'react';

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Cells by row; the first one heads its row. */
  readonly rows: readonly (readonly ReactNode[])[];
}

/** Figures as a table: the reading of a chart without seeing it. */
export function DataTable({ caption, columns, rows }: DataTableProps) {
  return (
    <div className="h-full overflow-auto p-3" role="group" aria-label={caption} tabIndex={0}>
      <table className="border-collapse text-right tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-ink-muted">
            {columns.map((column, place) => (
              <th key={column} scope="col" className={`px-3 py-1 font-medium ${place === 0 ? 'text-left' : ''}`}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], row) => (
            // Rows have no name of their own and keep their places.
            <tr key={row} className="border-b border-line last:border-0">
              <th scope="row" className="px-3 py-1 text-left font-medium">
                {head}
              </th>
              {cells.map((cell, place) => (
                <td key={columns[place + 1]} className="px-3 py-1">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
