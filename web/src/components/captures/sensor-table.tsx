import type { Sensor } from '#contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
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
import { Dropped } from './capture-table.tsx';

const TONES: Readonly<Record<Sensor['state'], Tone>> = {
  idle: 'plain',
  reading: 'accent',
  live: 'good',
  failed: 'bad',
};

export function SensorTable({ sensors }: { sensors: readonly Sensor[] }): ReactElement {
  const { t, f } = useText();
  const columns: readonly Column<Sensor>[] = [
    { id: 'name', head: t.sensors.columns.name, isHeader: true, cell: ({ name }) => name },
    {
      id: 'state',
      head: t.sensors.columns.state,
      cell: ({ state, error }) => (
        <>
          <Tag tone={TONES[state]}>{t.words.sensorStates[state]}</Tag>
          {error !== undefined && <p className="dim">{wordFor(t.words.readingErrors, error)}</p>}
        </>
      ),
    },
    {
      id: 'speed',
      head: t.sensors.columns.speed,
      align: 'end',
      nowrap: true,
      cell: ({ packetsPerSecond }) => t.general.units.packetsPerSecond(f.number(Math.round(packetsPerSecond))),
    },
    { id: 'packets', head: t.sensors.columns.packets, align: 'end', cell: ({ packets }) => f.number(packets) },
    {
      id: 'dropped',
      head: t.sensors.columns.dropped,
      align: 'end',
      cell: ({ droppedPackets }) => <Dropped packets={droppedPackets} />,
    },
    {
      id: 'heard',
      head: t.sensors.columns.heard,
      cell: ({ lastHeardAt }) =>
        lastHeardAt === undefined ? t.general.notAvailable : <Instant at={lastHeardAt} exact />,
    },
    { id: 'actions', head: t.sensors.columns.actions, cell: (sensor) => <StopButton sensor={sensor} /> },
  ];
  return <DataTable caption={t.sensors.title} columns={columns} rows={sensors} keyOf={({ id }) => id} />;
}

function StopButton({ sensor }: { sensor: Sensor }): ReactElement | null {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const mayControl = useMay('sensors.control');
  const stop = useMutation({
    mutationFn: () => api.sensors.stop({ params: { sensorId: sensor.id } }),
    onSuccess: async () => {
      notifyDone(t.sensors.stopped, text);
      await queryClient.invalidateQueries({ queryKey: ['sensors'] });
    },
    onError: (error) => notifyTrouble(error, text),
  });
  if (sensor.state !== 'live' || !mayControl) return null;
  return (
    <ActionButton
      size="xs"
      about={sensor.name}
      leftSection={<Icon name="stop" size={13} />}
      loading={stop.isPending}
      onClick={() => stop.mutate()}
    >
      {t.sensors.stop}
    </ActionButton>
  );
}
