import type { DeviceSummary } from '#contract';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useRef } from 'react';
import { type DeviceFilter, devicePartQuery, DEVICES_PER_PART } from '../../api/queries.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, Trouble, Waiting } from '../../ui/loaded.tsx';
import { DEVICE_COLUMNS, type DeviceColumn, GRID_COLUMNS, type Order } from './device-columns.tsx';
import classes from './device-table.module.css';

const ROW_PX = 38;
/** Rows beyond the visible ones, so that Tab always finds the next link. */
const OVERSCAN = 12;

interface Sorting {
  readonly sort: Order;
  readonly direction: 'ascending' | 'descending';
}

interface DeviceTableProps {
  readonly filter: DeviceFilter;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

/** All matching devices; only the rows on the screen exist, and only the parts around them are fetched. */
export function DeviceTable({ filter, sorting, onSort }: DeviceTableProps): ReactElement {
  const { t } = useText();
  const first = useQuery({ ...devicePartQuery(filter, 0), placeholderData: keepPreviousData });
  if (first.error !== null && first.data === undefined) {
    return <Trouble error={first.error} onRetry={() => void first.refetch()} />;
  }
  if (first.data === undefined) return <Waiting lines={10} />;
  if (first.data.total === 0) return <Empty title={t.devices.noMatch}>{t.devices.noMatchText}</Empty>;
  return (
    <Rows
      key={JSON.stringify([filter.sort, filter.direction])}
      total={first.data.total}
      filter={filter}
      sorting={sorting}
      onSort={onSort}
    />
  );
}

function Rows({ total, filter, sorting, onSort }: DeviceTableProps & { total: number }): ReactElement {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const deviceAt = useParts(filter, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      role="table"
      aria-label={t.devices.table}
      aria-description={t.devices.tableHint}
      aria-rowcount={total + 1}
      aria-colcount={DEVICE_COLUMNS.length}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes['head']}>
        <div role="row" aria-rowindex={1} className={classes['row']} style={{ gridTemplateColumns: GRID_COLUMNS }}>
          {DEVICE_COLUMNS.map((column) => (
            <HeadCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes['body']} style={{ blockSize: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className={classes['row']}
            style={{
              gridTemplateColumns: GRID_COLUMNS,
              transform: `translateY(${start}px)`,
              blockSize: ROW_PX,
            }}
          >
            <Cells device={deviceAt(index)} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The parts that hold these rows. */
function useParts(filter: DeviceFilter, from: number, to: number): (index: number) => DeviceSummary | undefined {
  const firstPart = Math.floor(from / DEVICES_PER_PART);
  const lastPart = Math.floor(to / DEVICES_PER_PART);
  const parts = Array.from({ length: lastPart - firstPart + 1 }, (_, at) => firstPart + at);
  const answers = useQueries({
    queries: parts.map((part) => ({ ...devicePartQuery(filter, part), placeholderData: keepPreviousData })),
  });
  return (index) => answers[Math.floor(index / DEVICES_PER_PART) - firstPart]?.data?.devices[index % DEVICES_PER_PART];
}

function HeadCell(props: { column: DeviceColumn } & Pick<DeviceTableProps, 'sorting' | 'onSort'>): ReactElement {
  const { column, sorting, onSort } = props;
  const { t } = useText();
  const name = t.devices.columns[column.id];
  const { order } = column;
  if (order === undefined) {
    return (
      <div role="columnheader" className={classes['cell']}>
        {name}
      </div>
    );
  }
  const isSorted = sorting.sort === order;
  const next = isSorted && sorting.direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <div role="columnheader" aria-sort={isSorted ? sorting.direction : 'none'} className={classes['cell']}>
      <button
        type="button"
        className={classes['sort']}
        title={t.devices.sortBy(name)}
        onClick={() => onSort({ sort: order, direction: next })}
      >
        {name}
        <Icon name={isSorted ? (sorting.direction === 'ascending' ? 'up' : 'down') : 'updown'} size={12} />
      </button>
    </div>
  );
}

function Cells({ device }: { device: DeviceSummary | undefined }): ReactElement {
  const { t } = useText();
  return (
    <>
      {DEVICE_COLUMNS.map(({ id, cell }) => (
        <div key={id} role="cell" className={classes['cell']}>
          {device === undefined ? <span className="dim">{id === 'name' ? t.general.loading : ''}</span> : cell(device)}
        </div>
      ))}
    </>
  );
}
