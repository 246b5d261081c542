import type { Device } from '#contract';
import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { DEVICE_TABS, type DeviceAddress } from '../addresses.ts';
import { deviceEdgesQuery, deviceQuery } from '../api/queries.ts';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { Conclusions, type OpenEvidence, SoftwareList } from '../components/device/conclusions.tsx';
import { DeviceFacts } from '../components/device/device-facts.tsx';
import { IdentityPanel } from '../components/device/identity-panel.tsx';
import { Timeline } from '../components/device/timeline.tsx';
import { UsePanel } from '../components/device/use-panel.tsx';
import { deviceTitle } from '../components/device-words.ts';
import { EdgesTable } from '../components/edges-table.tsx';
import { EvidenceList } from '../components/evidence/evidence-list.tsx';
import { PersonalDataTags } from '../components/personal-data.tsx';
import { attributeName } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';
import { MoreButton } from '../ui/buttons.tsx';
import { Icon } from '../ui/icon.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './device.module.css';

const route = getRouteApi('/app/devices/$deviceId');

export function DevicePage(): ReactElement {
  const { t } = useText();
  const { deviceId } = route.useParams();
  const query = useQuery(deviceQuery(deviceId));
  const device = query.data;
  return (
    <Page
      title={device === undefined ? deviceId : deviceTitle(device)}
      above={
        <p className={classes['crumb']}>
          <Link to="/devices" search={{}}>
            {t.devices.title}
          </Link>
          <Icon name="chevron" size={12} />
        </p>
      }
      lead={device === undefined ? undefined : <DeviceFacts device={device} />}
    >
      <CoverageStrip />
      <Loaded query={query} lines={10}>
        {(loaded) => <Tabs device={loaded} />}
      </Loaded>
    </Page>
  );
}

function Tabs({ device }: { device: Device }): ReactElement {
  const { t } = useText();
  const { tab = 'identity' } = route.useSearch();
  return (
    <>
      <nav className={classes['tabs']} aria-label={t.general.details}>
        {DEVICE_TABS.map((each) => (
          <Link
            key={each}
            to="/devices/$deviceId"
            params={{ deviceId: device.id }}
            search={each === 'identity' ? {} : { tab: each }}
            className={classes['tab']}
            activeOptions={{ exact: true }}
            activeProps={{}}
            aria-current={each === tab ? 'page' : undefined}
            replace
          >
            {t.device.sections[each]}
            {each === 'evidence' && <span className={classes['count']}>{device.evidence.length}</span>}
          </Link>
        ))}
      </nav>
      {tab === 'identity' && <IdentityTab device={device} />}
      {tab === 'traffic' && <TrafficTab deviceId={device.id} />}
      {tab === 'timeline' && <Timeline deviceId={device.id} />}
      {tab === 'evidence' && <EvidenceTab device={device} />}
    </>
  );
}

/** The address says what is open, so that a link to a byte can be sent to somebody. */
function useAddress(): [DeviceAddress, (change: Partial<DeviceAddress>) => void] {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  return [
    address,
    (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
  ];
}

function IdentityTab({ device }: { device: Device }): ReactElement {
  const { t } = useText();
  const [{ open, evidence }, change] = useAddress();
  const opened: OpenEvidence = {
    open,
    evidence,
    onOpen: (nextOpen, nextEvidence) => change({ open: nextOpen, evidence: nextEvidence }),
  };
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>
        <Panel title={t.device.conclusions} lead={t.device.conclusionsLead} flush>
          <Conclusions device={device} opened={opened} />
        </Panel>
        <Panel title={t.device.software} flush>
          <SoftwareList device={device} opened={opened} />
        </Panel>
      </div>
      <div className={classes['column']}>
        <UsePanel use={device.use} />
        <Panel title={t.device.personalData} lead={t.device.personalDataLead}>
          {device.personalData.length === 0 ? (
            <p className="dim">{t.device.personalDataNone}</p>
          ) : (
            <PersonalDataTags categories={device.personalData} />
          )}
        </Panel>
        <IdentityPanel device={device} />
      </div>
    </div>
  );
}

function TrafficTab({ deviceId }: { deviceId: string }): ReactElement {
  const { t } = useText();
  const query = useInfiniteQuery(deviceEdgesQuery(deviceId));
  const total = query.data?.pages[0]?.total;
  return (
    <Panel title={t.edges.title} lead={total === undefined ? undefined : t.edges.total(total)} flush>
      <Loaded query={query} lines={8}>
        {({ pages }) => {
          const edges = pages.flatMap((page) => page.edges);
          if (edges.length === 0) return <Empty title={t.edges.empty} />;
          return (
            <>
              <EdgesTable edges={edges} ofDevice={deviceId} />
              <MoreButton query={query} shown={edges.length} total={total ?? 0} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** A host that asks for many names has thousands of pieces. */
const ROWS_SHOWN = 200;

function EvidenceTab({ device }: { device: Device }): ReactElement {
  const { t } = useText();
  const [{ find = '', evidence: openId }, change] = useAddress();
  const [shown, setShown] = useState(ROWS_SHOWN);
  const wanted = find.toLowerCase();
  const found = device.evidence
    .filter(
      ({ attribute, value }) =>
        wanted === '' || `${attribute} ${attributeName(attribute, t)} ${value}`.toLowerCase().includes(wanted),
    )
    .toSorted((a, b) => b.weight - a.weight);
  return (
    <Panel
      title={t.evidence.title}
      lead={t.general.units.rows(found.length)}
      flush
      actions={
        <TextInput
          type="search"
          size="xs"
          w={240}
          aria-label={t.evidence.filter}
          placeholder={t.evidence.filter}
          leftSection={<Icon name="search" size={14} />}
          value={find}
          onChange={(event) =>
            change({ find: event.currentTarget.value === '' ? undefined : event.currentTarget.value })
          }
        />
      }
    >
      {found.length === 0 ? (
        <Empty title={device.evidence.length === 0 ? t.evidence.none : t.evidence.noneMatches} />
      ) : (
        <EvidenceList
          deviceId={device.id}
          evidence={found.filter(({ id }, at) => at < shown || id === openId)}
          openId={openId}
          onOpen={(evidence) => change({ evidence })}
        />
      )}
      {found.length > shown && (
        <Button variant="default" size="xs" m={12} onClick={() => setShown(shown + ROWS_SHOWN)}>
          {t.general.more(found.length - shown)}
        </Button>
      )}
    </Panel>
  );
}
