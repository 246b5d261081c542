import type { Grouping, MapGroup, MapLink, NetworkMap } from '#contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { linkEdgesQuery } from '../../api/queries.ts';
import { protocolName } from '../../text/protocol-names.ts';
import { useText } from '../../text/text-context.tsx';
import { MoreButton } from '../../ui/buttons.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Hidden } from '../../ui/hidden.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { EdgesTable } from '../edges-table.tsx';
import { PersonalDataMark } from '../personal-data.tsx';
import { PurposeMark } from '../purpose-mark.tsx';
import type { MapChoice } from './map-graphic.tsx';
import classes from './map-tables.module.css';
import { devicesOf, mainPurpose } from './words.ts';

interface TableProps {
  readonly map: NetworkMap;
  readonly by: Grouping;
  readonly textOf: (group: MapGroup) => string;
  readonly choice: MapChoice;
  readonly onChoose: (choice: MapChoice) => void;
}

/** The groups of the map, in words. */
export function GroupTable({ map, by, textOf, choice, onChoose }: TableProps): ReactElement {
  const { t, f } = useText();
  const linksOf = (id: string): MapLink[] => map.links.filter(({ from, to }) => from === id || to === id);
  const columns: readonly Column<MapGroup>[] = [
    {
      id: 'group',
      head: t.map.group,
      isHeader: true,
      cell: (group) => (
        <button
          type="button"
          className={classes['choose']}
          aria-pressed={choice.group === group.id}
          onClick={() => onChoose({ group: choice.group === group.id ? undefined : group.id, link: undefined })}
        >
          {textOf(group)}
        </button>
      ),
    },
    { id: 'devices', head: t.overview.devices, align: 'end', cell: ({ devices }) => f.number(devices) },
    { id: 'links', head: t.map.linksTable, align: 'end', cell: ({ id }) => f.number(linksOf(id).length) },
    {
      id: 'bytes',
      head: t.map.bytes,
      align: 'end',
      nowrap: true,
      cell: ({ id }) => f.bytes(linksOf(id).reduce((sum, { bytes }) => sum + bytes, 0)),
    },
    { id: 'list', head: t.devices.title, cell: (group) => <DevicesLink group={group} by={by} text={textOf(group)} /> },
  ];
  return (
    <DataTable
      caption={t.map.groupsTable}
      columns={columns}
      rows={map.groups}
      keyOf={({ id }) => id}
      isSelected={({ id }) => id === choice.group}
    />
  );
}

export function DevicesLink({ group, by, text }: { group: MapGroup; by: Grouping; text: string }): ReactElement {
  const { t } = useText();
  const address = devicesOf(group, by);
  if (address === undefined) return <span className="dim">{t.general.notAvailable}</span>;
  return (
    <Link to="/devices" search={address}>
      {t.map.showDevices}
      <Hidden> {text}</Hidden>
    </Link>
  );
}

/** The links of the map, in words; those of the chosen group when there is one. */
export function LinkTable({ map, textOf, choice, onChoose }: Omit<TableProps, 'by'>): ReactElement {
  const { t, f } = useText();
  const groups = new Map(map.groups.map((group) => [group.id, group]));
  const nameOf = (id: string): string => {
    const group = groups.get(id);
    return group === undefined ? id : textOf(group);
  };
  const isChosen = ({ from, to }: MapLink): boolean => choice.link?.from === from && choice.link.to === to;
  const columns: readonly Column<MapLink>[] = [
    {
      id: 'between',
      head: t.map.between,
      isHeader: true,
      cell: (link) => (
        <button
          type="button"
          className={classes['choose']}
          aria-pressed={isChosen(link)}
          onClick={() =>
            onChoose({ group: choice.group, link: isChosen(link) ? undefined : { from: link.from, to: link.to } })
          }
        >
          {nameOf(link.from)} → {link.from === link.to ? t.map.inside : nameOf(link.to)}
        </button>
      ),
    },
    {
      id: 'purposes',
      head: t.map.purposes,
      cell: (link) => (
        <span className={classes['list']}>
          {[mainPurpose(link), ...link.purposes.filter((each) => each !== mainPurpose(link))].map((purpose) => (
            <PurposeMark key={purpose} purpose={purpose} />
          ))}
        </span>
      ),
    },
    {
      id: 'protocols',
      head: t.map.protocols,
      cell: ({ protocols }) =>
        protocols.length === 0 ? t.general.unknown : protocols.slice(0, 6).map(protocolName).join(', '),
    },
    { id: 'bytes', head: t.map.bytes, align: 'end', nowrap: true, cell: ({ bytes }) => f.bytes(bytes) },
    {
      id: 'encrypted',
      head: t.map.encryptedShare,
      align: 'end',
      cell: ({ bytes, encryptedBytes }) => (bytes === 0 ? t.general.notAvailable : f.percent(encryptedBytes / bytes)),
    },
    {
      id: 'personal',
      head: t.map.personalData,
      cell: ({ personalData }) => <PersonalDataMark categories={personalData} />,
    },
    { id: 'edges', head: t.map.edges, align: 'end', cell: ({ edges }) => f.number(edges) },
  ];
  const { group } = choice;
  const rows = group === undefined ? map.links : map.links.filter(({ from, to }) => from === group || to === group);
  return (
    <DataTable
      caption={t.map.linksTable}
      columns={columns}
      rows={rows}
      keyOf={({ from, to }) => `${from}\n${to}`}
      isSelected={isChosen}
    />
  );
}

/** What a link is made of. */
export function LinkEdges({ by, from, to }: { by: Grouping; from: string; to: string }): ReactElement {
  const query = useInfiniteQuery(linkEdgesQuery(by, from, to));
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const edges = pages.flatMap((page) => page.edges);
        return (
          <>
            <EdgesTable edges={edges} />
            <MoreButton query={query} shown={edges.length} total={pages[0]?.total ?? 0} />
          </>
        );
      }}
    </Loaded>
  );
}
