import type { ConclusionName, DeviceSummary } from '#contract';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import type { DevicesAddress } from '../../addresses.ts';
import type { Messages } from '../../text/en/index.ts';
import { useText } from '../../text/text-context.tsx';
import { ConfidenceBar } from '../../ui/confidence.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import { deviceTitle, useConclusionText } from '../device-words.ts';
import { PersonalDataMark } from '../personal-data.tsx';
import classes from './device-table.module.css';

export type Order = NonNullable<DevicesAddress['sort']>;

export interface DeviceColumn {
  readonly id: keyof Messages['devices']['columns'];
  readonly order?: Order;
  /** A track of the grid. */
  readonly width: string;
  readonly cell: (device: DeviceSummary) => ReactNode;
}

/** The columns of the table of devices, in their order. */
export const DEVICE_COLUMNS: readonly DeviceColumn[] = [
  { id: 'name', order: 'name', width: 'minmax(130px, 1.2fr)', cell: (device) => <Name device={device} /> },
  { id: 'type', order: 'type', width: 'minmax(230px, 2.2fr)', cell: (device) => <Type device={device} /> },
  {
    id: 'manufacturer',
    order: 'manufacturer',
    width: 'minmax(100px, 1fr)',
    cell: (device) => <Plain device={device} name="manufacturer" />,
  },
  {
    id: 'model',
    order: 'model',
    width: 'minmax(100px, 1fr)',
    cell: (device) => <Plain device={device} name="model" />,
  },
  { id: 'address', order: 'address', width: '134px', cell: (device) => <Addresses device={device} /> },
  {
    id: 'place',
    order: 'place',
    width: 'minmax(80px, 0.8fr)',
    cell: (device) => <Plain device={device} name="place" />,
  },
  { id: 'vlan', width: '62px', cell: (device) => <Vlans device={device} /> },
  {
    id: 'personalData',
    width: '100px',
    cell: ({ personalData }) => <PersonalDataMark categories={personalData} />,
  },
  {
    id: 'lastSeen',
    order: 'last-seen',
    width: '142px',
    cell: ({ lastSeen }) => <Instant at={lastSeen} />,
  },
];

export const GRID_COLUMNS = DEVICE_COLUMNS.map(({ width }) => width).join(' ');

function Name({ device }: { device: DeviceSummary }): ReactElement {
  const { t } = useText();
  return (
    <span className={classes['name']}>
      <Link to="/devices/$deviceId" params={{ deviceId: device.id }} search={{}}>
        {deviceTitle(device)}
      </Link>
      {device.corrected.length > 0 && (
        <span title={t.devices.correctedMark} className={classes['corrected']}>
          <Icon name="person" size={13} />
          <span className="visually-hidden">{t.devices.correctedMark}</span>
        </span>
      )}
    </span>
  );
}

function Type({ device }: { device: DeviceSummary }): ReactElement {
  const { t } = useText();
  const textOf = useConclusionText();
  if (device.type === undefined) return <span className="dim">{t.general.unknown}</span>;
  const text = textOf('type', device.type.value);
  return (
    <span className={classes['type']}>
      <span className={classes['clip']} title={text}>
        {text}
      </span>
      <ConfidenceBar value={device.type.confidence} size="compact" />
    </span>
  );
}

function Plain({ device, name }: { device: DeviceSummary; name: ConclusionName }): ReactElement {
  const { t } = useText();
  const brief = device[name];
  if (brief === undefined) return <span className="dim">{t.general.notAvailable}</span>;
  return (
    <span className={classes['clip']} title={brief.value}>
      {brief.value}
    </span>
  );
}

function Addresses({ device }: { device: DeviceSummary }): ReactElement {
  const { t } = useText();
  const [first = t.general.notAvailable, ...more] = [...device.ips, ...device.macs];
  const hidden = device.ips.length > 0 ? device.ips.length - 1 : more.length;
  return (
    <span className="mono" title={[first, ...more].join('\n')}>
      {first}
      {hidden > 0 && <span className="dim"> +{hidden}</span>}
    </span>
  );
}

function Vlans({ device }: { device: DeviceSummary }): ReactElement {
  const { t } = useText();
  const tagged = device.vlans.filter((vlan) => vlan > 0);
  return <span className="num">{tagged.length === 0 ? t.general.notAvailable : tagged.join(', ')}</span>;
}
