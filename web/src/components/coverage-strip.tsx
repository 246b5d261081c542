import type { Coverage } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { coverageQuery } from '../api/queries.ts';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Trouble, Waiting } from '../ui/loaded.tsx';
import classes from './coverage-strip.module.css';

/** What the sensors could not see: stands on every page whose content depends on it. */
export function CoverageStrip(): ReactElement {
  const query = useQuery(coverageQuery);
  if (query.data !== undefined) return <CoverageNumbers coverage={query.data} />;
  return (
    <section className={classes['strip']}>
      {query.error === null ? (
        <Waiting lines={1} />
      ) : (
        <Trouble error={query.error} onRetry={() => void query.refetch()} />
      )}
    </section>
  );
}

interface Figure {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** Something was lost that a better placed sensor would have seen. */
  readonly isLoss: boolean;
}

function figuresOf(coverage: Coverage, { t, f }: ReturnType<typeof useText>): Figure[] {
  const share = (part: number, whole: number): string =>
    whole === 0 ? t.general.notAvailable : f.percent(part / whole);
  const { facts, edges, flows } = coverage.truncated;
  const cut = facts + edges + flows;
  return [
    {
      id: 'one-way',
      name: t.coverage.oneWay,
      value: share(coverage.oneWayFlows, coverage.flows),
      text: t.coverage.oneWayText,
      isLoss: false,
    },
    {
      id: 'unrecognised',
      name: t.coverage.unrecognised,
      value: share(coverage.unknownBytes, coverage.bytes),
      text: t.coverage.unrecognisedText,
      isLoss: false,
    },
    {
      id: 'encrypted',
      name: t.coverage.encrypted,
      value: share(coverage.encryptedBytes, coverage.bytes),
      text: t.coverage.encryptedText,
      isLoss: false,
    },
    {
      id: 'vlans',
      name: t.coverage.vlans,
      value: f.number(coverage.vlans.length),
      text: t.coverage.vlansText,
      isLoss: false,
    },
    {
      id: 'dropped',
      name: t.coverage.dropped,
      value: f.number(coverage.droppedPackets),
      text: t.coverage.droppedText,
      isLoss: coverage.droppedPackets > 0,
    },
    { id: 'cut', name: t.coverage.cut, value: f.number(cut), text: t.coverage.cutText, isLoss: cut > 0 },
  ];
}

export function CoverageNumbers({ coverage }: { coverage: Coverage }): ReactElement {
  const text = useText();
  const { t, f } = text;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const figures = figuresOf(coverage, text);
  return (
    <section className={classes['strip']} aria-label={t.coverage.title}>
      <div className={classes['row']}>
        <p className={classes['lead']}>
          <Icon name="eye" size={16} />
          <span className={classes['name']}>{t.coverage.title}</span>
          <span className="dim">
            {coverage.first === undefined || coverage.last === undefined
              ? t.coverage.nothing
              : `${t.coverage.sensors(coverage.sensors)} · ${f.duration(coverage.first, coverage.last)}`}
          </span>
        </p>
        <dl className={classes['figures']}>
          {figures.map((figure) => (
            <div key={figure.id} className={classes['figure']} data-loss={figure.isLoss}>
              <dt>{figure.name}</dt>
              <dd>{figure.value}</dd>
            </div>
          ))}
        </dl>
        <button
          type="button"
          className={classes['explain']}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {t.coverage.explain}
          <Icon name={isOpen ? 'up' : 'down'} size={13} />
        </button>
      </div>
      {isOpen && <Explanation id={id} coverage={coverage} figures={figures} />}
    </section>
  );
}

function Explanation({
  id,
  coverage,
  figures,
}: {
  id: string;
  coverage: Coverage;
  figures: readonly Figure[];
}): ReactElement {
  const { t, f } = useText();
  return (
    <div id={id} className={classes['explanation']}>
      <dl>
        {figures.map((figure) => (
          <div key={figure.id}>
            <dt>{figure.name}</dt>
            <dd>{figure.text}</dd>
          </div>
        ))}
        {coverage.vlans.length > 0 && (
          <div>
            <dt>{t.coverage.vlans}</dt>
            <dd>{coverage.vlans.map(({ vlan, bytes }) => `${t.devices.vlan(vlan)} (${f.bytes(bytes)})`).join(', ')}</dd>
          </div>
        )}
        {coverage.first !== undefined && coverage.last !== undefined && (
          <div>
            <dt>{t.coverage.observed}</dt>
            <dd>{f.period(coverage.first, coverage.last)}</dd>
          </div>
        )}
      </dl>
      <p>{t.coverage.blind}</p>
    </div>
  );
}
