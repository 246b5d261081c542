import type { TimelineEntry } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { timelineQuery } from '../../api/queries.ts';
import { attributeName } from '../../text/names.ts';
import { type Text, useText } from '../../text/text-context.tsx';
import { Hidden } from '../../ui/hidden.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Empty, Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/page.tsx';
import { useConclusionText } from '../device-words.ts';
import classes from './timeline.module.css';

const ICONS: Readonly<Record<TimelineEntry['kind'], IconName>> = {
  'first-seen': 'eye',
  'last-seen': 'clock',
  address: 'map',
  value: 'info',
  correction: 'pencil',
  withdrawal: 'undo',
};

/** What became known, and when; the newest first, day by day. */
export function Timeline({ deviceId }: { deviceId: string }): ReactElement {
  const { t } = useText();
  const query = useQuery(timelineQuery(deviceId));
  return (
    <Panel title={t.timeline.title}>
      <Loaded query={query} lines={8}>
        {({ entries }) => <TimelineDays deviceId={deviceId} entries={entries} />}
      </Loaded>
    </Panel>
  );
}

export function TimelineDays({
  deviceId,
  entries,
}: {
  deviceId: string;
  entries: readonly TimelineEntry[];
}): ReactElement {
  const { t, f } = useText();
  if (entries.length === 0) return <Empty title={t.timeline.empty} />;
  const days = Map.groupBy(entries, ({ at }) => f.day(at));
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} className={classes['day']}>
          <h3>{day}</h3>
          <ol>
            {ofDay.map((entry, at) => (
              <Entry key={at} deviceId={deviceId} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Entry({ deviceId, entry }: { deviceId: string; entry: TimelineEntry }): ReactElement {
  const text = useText();
  const { t, f } = text;
  const conclusionText = useConclusionText();
  return (
    <li className={classes['entry']}>
      <time dateTime={entry.at} title={entry.at} className="num dim">
        {f.time(entry.at)}
      </time>
      <Icon name={ICONS[entry.kind]} size={15} />
      <span>
        <span className={classes['kind']}>{t.timeline.kinds[entry.kind]}</span>{' '}
        {entry.attribute !== undefined && <span className="dim">{subjectOf(entry.attribute, text)}: </span>}
        {entry.value !== undefined && <span className="mono">{valueOf(entry, conclusionText)}</span>}{' '}
        {entry.who !== undefined && <span className="dim">{t.timeline.by(entry.who)}</span>}
      </span>
      {entry.evidenceId !== undefined && (
        <Link to="/devices/$deviceId" params={{ deviceId }} search={{ tab: 'evidence', evidence: entry.evidenceId }}>
          {t.evidence.title}
          <Hidden> {entry.value}</Hidden>
        </Link>
      )}
    </li>
  );
}

type Names = Readonly<Record<string, string>>;

/** Corrections name a conclusion, everything else an attribute. */
function subjectOf(attribute: string, { t }: Text): string {
  return (t.words.conclusions as Names)[attribute] ?? attributeName(attribute, t);
}

function valueOf(
  { attribute, value = '' }: TimelineEntry,
  conclusionText: ReturnType<typeof useConclusionText>,
): string {
  return attribute === 'type' || attribute === 'role' ? conclusionText(attribute, value) : value;
}
