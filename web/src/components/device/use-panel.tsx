import type { Device } from '#contract';
import type { ReactElement } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Panel } from '../../ui/page.tsx';
import classes from './use-panel.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** How much the device is used, as far as its traffic tells. */
export function UsePanel({ use }: { use: Device['use'] }): ReactElement {
  const { t, f } = useText();
  const active = new Set(use.activeHours.map(f.localHour));
  return (
    <Panel title={t.device.use} lead={t.device.useLead}>
      <dl className={classes['figures']}>
        {use.examinations !== undefined && (
          <div>
            <dt>{t.device.examinations}</dt>
            <dd>{f.number(use.examinations)}</dd>
          </div>
        )}
        {use.messages !== undefined && (
          <div>
            <dt>{t.device.messages}</dt>
            <dd>{f.number(use.messages)}</dd>
          </div>
        )}
        <div>
          <dt>{t.device.lastUsed}</dt>
          <dd className={classes['when']}>
            {use.lastUsed === undefined ? t.device.neverUsed : <Instant at={use.lastUsed} />}
          </dd>
        </div>
      </dl>
      <p className={classes['caption']}>
        {t.device.activeHours} <span className="dim">({t.device.activeHoursZone(f.zone)})</span>
      </p>
      <p className="visually-hidden">
        {t.device.hoursText(
          HOURS.filter((hour) => active.has(hour))
            .map((hour) => `${hour}:00`)
            .join(', '),
        )}
      </p>
      <div aria-hidden="true" className={classes['strip']}>
        {HOURS.map((hour) => (
          <span key={hour} data-active={active.has(hour)} title={t.device.hour(hour, active.has(hour))} />
        ))}
      </div>
      <div aria-hidden="true" className={classes['scale']}>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </Panel>
  );
}
