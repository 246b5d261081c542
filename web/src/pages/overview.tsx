import type { AnswerOf, API } from '#contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { DevicesAddress } from '../addresses.ts';
import { overviewQuery } from '../api/queries.ts';
import { useMay } from '../api/session.ts';
import { ReadingNow } from '../components/captures/reading-now.tsx';
import { CoverageNumbers } from '../components/coverage-strip.tsx';
import { deviceTitle, useConclusionText } from '../components/device-words.ts';
import { anomalyName } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';
import { ConfidenceBar } from '../ui/confidence.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Hidden } from '../ui/hidden.tsx';
import { Instant } from '../ui/instant.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './overview.module.css';

type Overview = AnswerOf<typeof API.overview.get>;

export function OverviewPage(): ReactElement {
  const { t } = useText();
  const query = useQuery(overviewQuery);
  return (
    <Page title={t.overview.title}>
      <Loaded query={query} lines={12}>
        {(overview) => (
          <>
            <CoverageNumbers coverage={overview.coverage} />
            <ReadingNow />
            {overview.devices.total === 0 ? <NothingYet /> : <Numbers overview={overview} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NothingYet(): ReactElement {
  const { t } = useText();
  const mayAdd = useMay('captures.add');
  return (
    <Panel title={t.overview.devices}>
      <Empty title={t.overview.empty}>
        {mayAdd ? (
          <>
            <p>{t.overview.emptyText}</p>
            <p style={{ marginBlockStart: 8 }}>
              <Link to="/captures">{t.overview.addCapture}</Link>
            </p>
          </>
        ) : (
          t.overview.emptyForReader
        )}
      </Empty>
    </Panel>
  );
}

function Numbers({ overview }: { overview: Overview }): ReactElement {
  const { t } = useText();
  const { total, unknownType, carryingPersonalData, corrected } = overview.devices;
  return (
    <>
      <dl className={classes['figures']}>
        <Figure name={t.overview.devices} value={total} address={{}} />
        <Figure name={t.overview.unknownType} value={unknownType} address={{ type: ['unknown'] }} />
        <Figure name={t.overview.personalData} value={carryingPersonalData} address={{ personalData: 'yes' }} />
        <Figure name={t.overview.corrected} value={corrected} />
      </dl>
      <div className={classes['columns']}>
        <ByType overview={overview} />
        <div className={classes['column']}>
          <Newest overview={overview} />
          <Anomalies overview={overview} />
        </div>
      </div>
    </>
  );
}

function Figure({
  name,
  value,
  address,
}: {
  name: string;
  value: number;
  address?: Partial<DevicesAddress>;
}): ReactElement {
  const { f } = useText();
  const number: ReactNode = f.number(value);
  return (
    <div className={classes['figure']}>
      <dt>{name}</dt>
      <dd>
        {address === undefined ? (
          number
        ) : (
          <Link to="/devices" search={address}>
            {number}
            <Hidden> {name}</Hidden>
          </Link>
        )}
      </dd>
    </div>
  );
}

/** The rest is behind a button, so that the page stays one page. */
const TYPES_SHOWN = 18;

function ByType({ overview }: { overview: Overview }): ReactElement {
  const { t, f } = useText();
  const textOf = useConclusionText();
  const [isWhole, setWhole] = useState(false);
  const hidden = overview.byType.length - TYPES_SHOWN;
  const most = Math.max(1, ...overview.byType.map(({ count }) => count));
  return (
    <Panel title={t.overview.byType}>
      <ul className={classes['bars']}>
        {overview.byType.slice(0, isWhole ? undefined : TYPES_SHOWN).map(({ type, count }) => (
          <li key={type ?? ''}>
            <Link
              to="/devices"
              search={{ type: [type ?? 'unknown'] }}
              className={classes['barName']}
              data-unknown={type === undefined}
            >
              {type === undefined ? t.general.unknown : textOf('type', type)}
            </Link>
            <span aria-hidden="true" className={classes['barTrack']}>
              <span data-unknown={type === undefined} style={{ inlineSize: `${(count / most) * 100}%` }} />
            </span>
            <span className={classes['barCount']}>{f.number(count)}</span>
          </li>
        ))}
      </ul>
      {!isWhole && hidden > 0 && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setWhole(true)}>
          {t.overview.byTypeMore(hidden)}
        </Button>
      )}
    </Panel>
  );
}

function Newest({ overview }: { overview: Overview }): ReactElement {
  const { t } = useText();
  const textOf = useConclusionText();
  const columns: readonly Column<Overview['newest'][number]>[] = [
    {
      id: 'name',
      head: t.devices.columns.name,
      isHeader: true,
      cell: (device) => (
        <Link to="/devices/$deviceId" params={{ deviceId: device.id }} search={{}}>
          {deviceTitle(device)}
        </Link>
      ),
    },
    {
      id: 'type',
      head: t.devices.columns.type,
      cell: ({ type }) =>
        type === undefined ? <span className="dim">{t.general.unknown}</span> : textOf('type', type.value),
    },
    {
      id: 'confidence',
      head: t.device.confidence,
      cell: ({ type }) => (type === undefined ? t.general.notAvailable : <ConfidenceBar value={type.confidence} />),
    },
    { id: 'first', head: t.device.firstSeen, align: 'end', cell: ({ firstSeen }) => <Instant at={firstSeen} /> },
  ];
  return (
    <Panel
      title={t.overview.newest}
      flush
      actions={
        <Link to="/devices" search={{ sort: 'first-seen', direction: 'descending' }}>
          {t.overview.seeAll}
        </Link>
      }
    >
      <DataTable caption={t.overview.newest} columns={columns} rows={overview.newest} keyOf={({ id }) => id} />
    </Panel>
  );
}

function Anomalies({ overview }: { overview: Overview }): ReactElement {
  const { t, f } = useText();
  const columns: readonly Column<Overview['anomalies'][number]>[] = [
    {
      id: 'kind',
      head: t.captures.anomalyKind,
      isHeader: true,
      cell: ({ kind }) => (
        <>
          {anomalyName(kind, t)} <span className="mono dim">{kind}</span>
        </>
      ),
    },
    { id: 'count', head: t.captures.anomalyCount, align: 'end', cell: ({ count }) => f.number(count) },
    {
      id: 'example',
      head: t.overview.anomalyExample,
      align: 'end',
      cell: ({ kind, captureId }) => (
        <Link to="/captures/$captureId" params={{ captureId }}>
          {t.captures.detail}
          <Hidden> {anomalyName(kind, t)}</Hidden>
        </Link>
      ),
    },
  ];
  return (
    <Panel title={t.overview.anomalies} flush={overview.anomalies.length > 0}>
      {overview.anomalies.length === 0 ? (
        <p className="dim">{t.overview.anomaliesNone}</p>
      ) : (
        <DataTable
          caption={t.overview.anomalies}
          columns={columns}
          rows={overview.anomalies}
          keyOf={({ kind }) => kind}
        />
      )}
    </Panel>
  );
}
