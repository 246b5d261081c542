import { EDGE_PURPOSES, type Grouping, GROUPINGS, type NetworkMap } from '#contract';
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { mapQuery } from '../api/queries.ts';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { useConclusionText } from '../components/device-words.ts';
import { LINKS_DRAWN, type MapChoice, MapGraphic } from '../components/map/map-graphic.tsx';
import { DevicesLink, GroupTable, LinkEdges, LinkTable } from '../components/map/map-tables.tsx';
import { groupText } from '../components/map/words.ts';
import { PurposeMark } from '../components/purpose-mark.tsx';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './network-map.module.css';

const route = getRouteApi('/app/map');

export function NetworkMapPage(): ReactElement {
  const { t } = useText();
  const { by = 'network' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(mapQuery(by));
  return (
    <Page
      title={t.map.title}
      lead={t.map.hint}
      actions={
        <SegmentedControl<Grouping>
          aria-label={t.map.by}
          size="sm"
          value={by}
          data={GROUPINGS.map((value) => ({ value, label: t.map.groupings[value] }))}
          onChange={(value) => void navigate({ search: { by: value }, replace: true })}
        />
      }
    >
      <CoverageStrip />
      <Loaded query={query} lines={12}>
        {(map) =>
          map.groups.length === 0 ? (
            <Panel title={t.map.title}>
              <Empty title={t.map.empty}>{t.map.emptyText}</Empty>
            </Panel>
          ) : (
            <MapWithTables map={map} by={by} />
          )
        }
      </Loaded>
    </Page>
  );
}

function MapWithTables({ map, by }: { map: NetworkMap; by: Grouping }): ReactElement {
  const text = useText();
  const { t } = text;
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const conclusionText = useConclusionText();
  const textOf = (group: NetworkMap['groups'][number]): string =>
    groupText(group, by, text, (id) => conclusionText('type', id));
  const nameOf = (id: string): string => {
    const group = map.groups.find((each) => each.id === id);
    return group === undefined ? id : textOf(group);
  };
  const { group, from, to } = address;
  const choice: MapChoice = { group, link: from === undefined || to === undefined ? undefined : { from, to } };
  const chosen = map.groups.find(({ id }) => id === group);
  const onChoose = (next: MapChoice): void => {
    void navigate({
      search: { by: address.by, group: next.group, from: next.link?.from, to: next.link?.to },
      replace: true,
      resetScroll: false,
    });
  };
  const shared = { map, textOf, choice, onChoose };
  return (
    <>
      <Panel title={t.map.title} flush actions={<Choice choice={choice} onClear={() => onChoose(NOTHING)} />}>
        <MapGraphic {...shared} by={by} />
        <Legend shown={Math.min(LINKS_DRAWN, map.links.length)} of={map.links.length} />
      </Panel>
      {choice.link !== undefined && (
        <Panel title={t.map.selectedLink(nameOf(choice.link.from), nameOf(choice.link.to))} lead={t.map.edges} flush>
          <LinkEdges by={by} from={choice.link.from} to={choice.link.to} />
        </Panel>
      )}
      <Panel
        title={chosen === undefined ? t.map.linksTable : t.map.selectedGroup(textOf(chosen))}
        flush
        actions={chosen === undefined ? undefined : <DevicesLink group={chosen} by={by} text={textOf(chosen)} />}
      >
        <LinkTable {...shared} />
      </Panel>
      <Panel title={t.map.groupsTable} flush>
        <GroupTable {...shared} by={by} />
      </Panel>
    </>
  );
}

const NOTHING: MapChoice = { group: undefined, link: undefined };

function Choice({ choice, onClear }: { choice: MapChoice; onClear: () => void }): ReactElement | null {
  const { t } = useText();
  if (choice.group === undefined && choice.link === undefined) return null;
  return (
    <Button variant="default" size="xs" leftSection={<Icon name="close" size={13} />} onClick={onClear}>
      {t.map.clearSelection}
    </Button>
  );
}

function Legend({ shown, of }: { shown: number; of: number }): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['legend']}>
      <ul aria-label={t.map.legendColour}>
        {EDGE_PURPOSES.map((purpose) => (
          <li key={purpose}>
            <PurposeMark purpose={purpose} />
          </li>
        ))}
      </ul>
      <p>
        <span aria-hidden="true" className={classes['dashes']} /> {t.map.legendPersonal}
      </p>
      <p>{t.map.legendWidth}</p>
      {shown < of && <p>{t.map.onlyLargest(shown, of)}</p>}
    </div>
  );
}
