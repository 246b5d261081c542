import type { Device } from '#contract';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../text/text-context.tsx';
import { ConfidenceBar } from '../../ui/confidence.tsx';
import { CopyIcon } from '../../ui/buttons.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useConclusionText } from '../device-words.ts';
import classes from './device-facts.module.css';

/** Under the title: what it is in one line, its addresses, its names, and when it was seen. */
export function DeviceFacts({ device }: { device: Device }): ReactElement {
  const { t } = useText();
  const textOf = useConclusionText();
  const { type, manufacturer, model } = device.conclusions;
  const product = [manufacturer?.value, model?.value].filter((each) => each !== undefined).join(' ');
  return (
    <div className={classes['facts']}>
      <p className={classes['type']}>
        {type === undefined ? (
          <span className="dim">{t.device.unknown}</span>
        ) : (
          <>
            <span>{textOf('type', type.value)}</span>
            <ConfidenceBar value={type.confidence} />
          </>
        )}
        {product !== '' && <span className="dim">{product}</span>}
      </p>
      <dl className={classes['list']}>
        <Fact name={t.device.addresses}>
          <Values values={[...device.ips, ...device.macs]} copyLabel={t.general.copy} />
        </Fact>
        {device.names.length > 0 && (
          <Fact name={t.device.names}>
            <Values values={device.names} />
          </Fact>
        )}
        {device.vlans.length > 0 && <Fact name={t.device.vlans}>{device.vlans.map(t.devices.vlan).join(', ')}</Fact>}
        <Fact name={t.device.seen}>
          <Instant at={device.firstSeen} /> – <Instant at={device.lastSeen} />
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** So many values stand in the head of the page; the rest is counted and in the evidence. */
const VALUES_SHOWN = 6;

function Values({ values, copyLabel }: { values: readonly string[]; copyLabel?: string }): ReactElement {
  const { t } = useText();
  const shown = values.slice(0, VALUES_SHOWN);
  return (
    <ul className={classes['values']}>
      {shown.map((value) => (
        <li key={value} className="mono">
          {value}
          {copyLabel !== undefined && <CopyIcon value={value} label={`${copyLabel} ${value}`} />}
        </li>
      ))}
      {values.length > shown.length && <li className="dim">{t.device.moreNames(values.length - shown.length)}</li>}
    </ul>
  );
}
