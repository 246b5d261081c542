import type { Edge, EdgeEnd } from '#contract';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { protocolName } from '../text/protocol-names.ts';
import { useText } from '../text/text-context.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Tag } from '../ui/tag.tsx';
import classes from './edges-table.module.css';
import { PersonalDataMark } from './personal-data.tsx';
import { PurposeMark } from './purpose-mark.tsx';

interface EdgesTableProps {
  readonly edges: readonly Edge[];
  /** The device whose page this is: its peers are named instead of both ends. */
  readonly ofDevice?: string;
}

/** Who spoke to whom with what. */
export function EdgesTable({ edges, ofDevice }: EdgesTableProps): ReactElement {
  const { t, f } = useText();
  const ends: readonly Column<Edge>[] =
    ofDevice === undefined
      ? [
          { id: 'client', head: t.edges.client, isHeader: true, cell: ({ client }) => <End end={client} /> },
          { id: 'server', head: t.edges.server, cell: ({ server }) => <End end={server} /> },
        ]
      : [
          {
            id: 'peer',
            head: t.edges.peer,
            isHeader: true,
            cell: ({ client, server }) => <End end={client.deviceId === ofDevice ? server : client} />,
          },
          {
            id: 'direction',
            head: t.edges.direction,
            cell: ({ client }) => (client.deviceId === ofDevice ? t.edges.directions.uses : t.edges.directions.serves),
          },
        ];
  const columns: readonly Column<Edge>[] = [
    ...ends,
    { id: 'service', head: t.edges.service, cell: (edge) => <Service edge={edge} /> },
    { id: 'purpose', head: t.edges.purpose, nowrap: true, cell: ({ purpose }) => <PurposeMark purpose={purpose} /> },
    { id: 'reach', head: t.edges.reach, cell: ({ reach }) => <Reach reach={reach} /> },
    { id: 'protection', head: t.edges.protection, cell: (edge) => <Protection edge={edge} /> },
    {
      id: 'personal',
      head: t.edges.personalData,
      cell: ({ personalData }) => <PersonalDataMark categories={personalData} />,
    },
    { id: 'volume', head: t.edges.volume, align: 'end', nowrap: true, cell: ({ bytes }) => f.bytes(bytes) },
    { id: 'packets', head: t.edges.packets, align: 'end', cell: ({ packets }) => f.number(packets) },
    { id: 'vlan', head: t.edges.vlan, cell: ({ vlan }) => t.devices.vlan(vlan), nowrap: true },
    { id: 'time', head: t.edges.time, cell: ({ first, last }) => <span className="num">{f.period(first, last)}</span> },
  ];
  return <DataTable caption={t.edges.title} columns={columns} rows={edges} keyOf={keyOf} />;
}

function keyOf({ client, server, transport, port, protocol, vlan }: Edge): string {
  const ends = [client, server].flatMap(({ deviceId, ip, mac }) => [deviceId, ip, mac]);
  return [...ends, transport, port, protocol, vlan].join(' ');
}

function End({ end }: { end: EdgeEnd }): ReactNode {
  const address = end.ip ?? end.mac;
  const name = end.name ?? address ?? end.deviceId ?? '';
  return (
    <span className={classes['end']}>
      {end.deviceId === undefined ? (
        <span className="mono">{name}</span>
      ) : (
        <Link to="/devices/$deviceId" params={{ deviceId: end.deviceId }} search={{}}>
          {name}
        </Link>
      )}
      {address !== undefined && address !== name && <span className="mono dim">{address}</span>}
    </span>
  );
}

function Service({ edge }: { edge: Edge }): ReactElement {
  const { t } = useText();
  const port = edge.port === 0 ? edge.transport.toUpperCase() : `${edge.transport.toUpperCase()} ${edge.port}`;
  return (
    <span className={classes['end']}>
      <span>
        {edge.protocol === undefined ? <span className="dim">{t.general.unknown}</span> : protocolName(edge.protocol)}
      </span>
      <span className="mono dim">{port}</span>
    </span>
  );
}

function Reach({ reach }: { reach: Edge['reach'] }): ReactElement {
  const { t } = useText();
  return <Tag tone={reach === 'inside' ? 'plain' : 'warn'}>{t.words.reaches[reach]}</Tag>;
}

function Protection({ edge }: { edge: Edge }): ReactElement {
  const { t } = useText();
  const tone = edge.encrypted ? 'good' : edge.personalData.length > 0 ? 'bad' : 'plain';
  return (
    <span className={classes['end']}>
      <Tag tone={tone} icon={edge.encrypted ? 'lock' : 'unlock'}>
        {edge.encrypted ? t.edges.encrypted : t.edges.cleartext}
      </Tag>
      {edge.tunnelled && <span className="dim">{t.edges.tunnelled}</span>}
      {edge.packetsFromServer === 0 && (
        <span className="dim nowrap">
          <Icon name="alert" size={12} /> {t.edges.oneWay}
        </span>
      )}
    </span>
  );
}
