import type { CaptureDetail } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { captureQuery } from '../api/queries.ts';
import { CancelButton, CaptureState, Dropped } from '../components/captures/capture-table.tsx';
import { KeptFile } from '../components/captures/kept-file.tsx';
import { isUnderWay } from '../components/captures/reading-now.tsx';
import { ReadingProgress, useCaptureSpeed } from '../components/captures/reading-progress.tsx';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { anomalyName } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Instant } from '../ui/instant.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Tag } from '../ui/tag.tsx';
import classes from './capture.module.css';

const route = getRouteApi('/app/captures/$captureId');

export function CapturePage(): ReactElement {
  const { t, f } = useText();
  const { captureId } = route.useParams();
  const query = useQuery(captureQuery(captureId));
  const capture = query.data;
  return (
    <Page
      title={capture?.name ?? t.captures.detail}
      above={
        <p className={classes['crumb']}>
          <Link to="/captures">{t.captures.title}</Link>
          <Icon name="chevron" size={12} />
        </p>
      }
      lead={capture === undefined ? undefined : t.captures.addedBy(capture.addedBy, f.minute(capture.addedAt))}
      actions={capture === undefined ? undefined : <CancelButton capture={capture} />}
    >
      <CoverageStrip />
      <Loaded query={query} lines={8}>
        {(loaded) => (
          <>
            <WhatWasRead capture={loaded} />
            <KeptFile capture={loaded} />
            <Anomalies capture={loaded} />
            <LinkTypes capture={loaded} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function WhatWasRead({ capture }: { capture: CaptureDetail }): ReactElement {
  const { t, f } = useText();
  const speed = useCaptureSpeed(capture.id);
  const figures: readonly (readonly [name: string, value: ReactNode])[] = [
    [t.captures.columns.state, <CaptureState key="state" capture={capture} />],
    [t.captures.packets, f.number(capture.packets)],
    [t.captures.bytes, f.bytes(capture.bytes)],
    [t.captures.dropped, <Dropped key="dropped" packets={capture.droppedPackets} />],
    [t.captures.origin, t.words.captureOrigins[capture.origin]],
    ...(capture.first === undefined
      ? []
      : [[t.captures.firstPacket, <Instant key="first" at={capture.first} exact />] as const]),
    ...(capture.last === undefined
      ? []
      : [[t.captures.lastPacket, <Instant key="last" at={capture.last} exact />] as const]),
    ...(capture.endedAt === undefined
      ? []
      : [[t.captures.ended, <Instant key="ended" at={capture.endedAt} exact />] as const]),
    ...(speed === undefined || !isUnderWay(capture)
      ? []
      : [[t.captures.speed, t.general.units.packetsPerSecond(f.number(Math.round(speed)))] as const]),
  ];
  return (
    <Panel title={t.captures.coverage}>
      {isUnderWay(capture) && (
        <div className={classes['progress']}>
          <ReadingProgress capture={capture} />
        </div>
      )}
      <dl className={classes['figures']}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Anomalies({ capture }: { capture: CaptureDetail }): ReactElement {
  const { t, f } = useText();
  const columns: readonly Column<CaptureDetail['anomalyKinds'][number]>[] = [
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
      id: 'frames',
      head: t.captures.anomalyFrames,
      cell: ({ frames }) => <span className="num">{frames.map((frame) => f.number(frame)).join(' · ')}</span>,
    },
  ];
  const isEmpty = capture.anomalyKinds.length === 0;
  return (
    <Panel title={t.captures.anomalies} lead={t.captures.anomaliesLead} flush={!isEmpty}>
      {isEmpty ? (
        <p className="dim">{t.captures.anomaliesNone}</p>
      ) : (
        <DataTable
          caption={t.captures.anomalies}
          columns={columns}
          rows={capture.anomalyKinds}
          keyOf={({ kind }) => kind}
        />
      )}
    </Panel>
  );
}

function LinkTypes({ capture }: { capture: CaptureDetail }): ReactElement {
  const { t, f } = useText();
  const columns: readonly Column<CaptureDetail['linkTypes'][number]>[] = [
    {
      id: 'name',
      head: t.captures.linkType,
      isHeader: true,
      cell: ({ name, number }) => (
        <>
          {name} <span className="mono dim">{number}</span>
        </>
      ),
    },
    { id: 'packets', head: t.captures.packets, align: 'end', cell: ({ packets }) => f.number(packets) },
    {
      id: 'read',
      head: t.captures.columns.state,
      cell: ({ read }) => (
        <Tag tone={read ? 'good' : 'warn'}>{read ? t.captures.linkTypeRead : t.captures.linkTypeUnread}</Tag>
      ),
    },
  ];
  return (
    <Panel title={t.captures.linkTypes} flush>
      <DataTable
        caption={t.captures.linkTypes}
        columns={columns}
        rows={capture.linkTypes}
        keyOf={({ number }) => String(number)}
      />
    </Panel>
  );
}
