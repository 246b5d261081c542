import type { ReactElement, ReactNode } from 'react';
import { Fragment } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
  /** The cell that names the row. */
  readonly isHeader?: boolean;
  readonly nowrap?: boolean;
}

interface DataTableProps<Row> {
  /** Names the table for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isSelected?: (row: Row) => boolean;
  /** A row of its own under a row, over all columns. */
  readonly below?: (row: Row) => ReactNode;
}

/** A plain table; where it is wider than the page, it scrolls by itself and can be reached by keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { caption, columns, rows, keyOf, isSelected, below } = props;
  return (
    <div className={classes['scroller']} role="region" aria-label={caption} tabIndex={0}>
      <table className={classes['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={alignOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const under = below?.(row);
            return (
              <Fragment key={keyOf(row)}>
                <tr className={isSelected?.(row) === true ? classes['selected'] : undefined}>
                  {columns.map((column) => (
                    <Cell key={column.id} column={column} row={row} />
                  ))}
                </tr>
                {under !== undefined && under !== null && (
                  <tr>
                    <td colSpan={columns.length} className={classes['below']}>
                      {under}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }): ReactElement {
  const content = column.cell(row);
  if (column.isHeader === true) {
    return (
      <th scope="row" className={alignOf(column)}>
        {content}
      </th>
    );
  }
  return <td className={alignOf(column)}>{content}</td>;
}

function alignOf({ align, nowrap }: Pick<Column<never>, 'align' | 'nowrap'>): string | undefined {
  const names = [align === 'end' ? classes['end'] : '', nowrap === true ? 'nowrap' : ''].filter((name) => name !== '');
  return names.length === 0 ? undefined : names.join(' ');
}
