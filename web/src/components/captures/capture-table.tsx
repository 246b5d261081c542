import type { CaptureSummary } from '#contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import { wordFor } from '../../text/names.ts';
import { useText } from '../../text/text-context.tsx';
import { ActionButton } from '../../ui/buttons.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Tag, type Tone } from '../../ui/tag.tsx';
import { notifyDone, notifyTrouble } from '../notify.tsx';
import { ReadingProgress } from './reading-progress.tsx';
import { isUnderWay } from './reading-now.tsx';

const TONES: Readonly<Record<CaptureSummary['state'], Tone>> = {
  queued: 'plain',
  reading: 'accent',
  done: 'good',
  cancelled: 'plain',
  failed: 'bad',
};

export function CaptureState({ capture }: { capture: CaptureSummary }): ReactElement {
  const { t } = useText();
  return (
    <>
      <Tag tone={TONES[capture.state]}>{t.words.captureStates[capture.state]}</Tag>
      {capture.error !== undefined && <p className="dim">{wordFor(t.words.readingErrors, capture.error)}</p>}
    </>
  );
}

/** Drops are a loss: they stand out. */
export function Dropped({ packets }: { packets: number }): ReactElement {
  const { f } = useText();
  return packets === 0 ? <>{f.number(0)}</> : <b style={{ color: 'var(--warn)' }}>{f.number(packets)}</b>;
}

export function CancelButton({ capture }: { capture: CaptureSummary }): ReactElement | null {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const mayCancel = useMay('captures.add');
  const cancel = useMutation({
    mutationFn: () => api.captures.cancel({ params: { captureId: capture.id } }),
    onSuccess: async () => {
      notifyDone(t.captures.cancelled, text);
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
    onError: (error) => notifyTrouble(error, text),
  });
  if (!isUnderWay(capture) || !mayCancel) return null;
  return (
    <ActionButton
      size="xs"
      about={capture.name}
      leftSection={<Icon name="stop" size={13} />}
      loading={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      {t.captures.cancel}
    </ActionButton>
  );
}

export function CaptureTable({ captures }: { captures: readonly CaptureSummary[] }): ReactElement {
  const { t, f } = useText();
  const columns: readonly Column<CaptureSummary>[] = [
    {
      id: 'name',
      head: t.captures.columns.name,
      isHeader: true,
      cell: ({ id, name, keptUntil }) => (
        <>
          <Link to="/captures/$captureId" params={{ captureId: id }} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Link>{' '}
          {keptUntil !== undefined && <Tag icon="lock">{t.captures.kept.tag}</Tag>}
        </>
      ),
    },
    {
      id: 'state',
      head: t.captures.columns.state,
      cell: (capture) =>
        isUnderWay(capture) ? <ReadingProgress capture={capture} /> : <CaptureState capture={capture} />,
    },
    { id: 'packets', head: t.captures.columns.packets, align: 'end', cell: ({ packets }) => f.number(packets) },
    {
      id: 'size',
      head: t.captures.columns.size,
      align: 'end',
      nowrap: true,
      cell: ({ sizeBytes, bytes }) => f.bytes(sizeBytes ?? bytes),
    },
    {
      id: 'dropped',
      head: t.captures.columns.dropped,
      align: 'end',
      cell: ({ droppedPackets }) => <Dropped packets={droppedPackets} />,
    },
    { id: 'anomalies', head: t.captures.columns.anomalies, align: 'end', cell: ({ anomalies }) => f.number(anomalies) },
    {
      id: 'period',
      head: t.captures.columns.period,
      cell: ({ first, last }) => (
        <span className="num">
          {first === undefined || last === undefined ? t.general.notAvailable : f.period(first, last)}
        </span>
      ),
    },
    {
      id: 'added',
      head: t.captures.columns.added,
      cell: ({ addedAt, addedBy }) => (
        <>
          <Instant at={addedAt} />
          <br />
          <span className="dim">{addedBy}</span>
        </>
      ),
    },
    { id: 'actions', head: t.captures.columns.actions, cell: (capture) => <CancelButton capture={capture} /> },
  ];
  return <DataTable caption={t.captures.list} columns={columns} rows={captures} keyOf={({ id }) => id} />;
}
