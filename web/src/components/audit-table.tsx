import { AUDIT_KINDS, type AuditRecord } from '#contract';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { wordFor } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Instant } from '../ui/instant.tsx';
import classes from './audit-table.module.css';

/** Audit records; each opens into its details and its hash. */
export function AuditTable({ records }: { records: readonly AuditRecord[] }): ReactElement {
  const { t, f, language } = useText();
  const [open, setOpen] = useState<number>();
  const columns: readonly Column<AuditRecord>[] = [
    { id: 'number', head: t.audit.columns.number, align: 'end', cell: ({ number }) => f.number(number) },
    { id: 'at', head: t.audit.columns.at, cell: ({ at }) => <Instant at={at} exact /> },
    { id: 'kind', head: t.audit.columns.kind, isHeader: true, cell: ({ kind }) => AUDIT_KINDS[kind][language] },
    {
      id: 'actor',
      head: t.audit.columns.actor,
      cell: ({ actor }) => (actor.id === undefined ? <span className="dim">{actor.name}</span> : actor.name),
    },
    { id: 'subject', head: t.audit.columns.subject, cell: (record) => <Subject record={record} /> },
    {
      id: 'details',
      head: t.audit.columns.details,
      cell: ({ number }) => (
        <button
          type="button"
          className={classes['more']}
          aria-expanded={open === number}
          aria-label={t.audit.detailsOf(f.number(number))}
          onClick={() => setOpen(open === number ? undefined : number)}
        >
          <Icon name={open === number ? 'up' : 'down'} size={14} />
        </button>
      ),
    },
  ];
  return (
    <DataTable
      caption={t.audit.title}
      columns={columns}
      rows={records}
      keyOf={({ number }) => String(number)}
      isSelected={({ number }) => number === open}
      below={(record) => (record.number === open ? <Details record={record} /> : undefined)}
    />
  );
}

function Subject({ record }: { record: AuditRecord }): ReactElement {
  const { t } = useText();
  const { subject } = record;
  if (subject === undefined) return <span className="dim">{t.general.notAvailable}</span>;
  const name = subject.name ?? subject.id;
  const kind = wordFor(t.words.subjects, subject.kind);
  if (subject.kind === 'device') {
    return (
      <>
        <span className="dim">{kind}</span>{' '}
        <Link to="/devices/$deviceId" params={{ deviceId: subject.id }} search={{}}>
          {name}
        </Link>
      </>
    );
  }
  return (
    <>
      <span className="dim">{kind}</span> {name}
    </>
  );
}

function Details({ record }: { record: AuditRecord }): ReactElement {
  const { t } = useText();
  return (
    <dl className={classes['details']}>
      {Object.entries(record.details).map(([name, value]) => (
        <div key={name}>
          <dt className="mono">{name}</dt>
          <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
      <div>
        <dt>{t.audit.columns.hash}</dt>
        <dd className="mono">{record.hash}</dd>
      </div>
    </dl>
  );
}
