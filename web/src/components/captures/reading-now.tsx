import type { CaptureSummary } from '#contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { capturesQuery } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { useText } from '../../text/text-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { ReadingProgress } from './reading-progress.tsx';
import classes from './reading-now.module.css';

export function isUnderWay({ state }: CaptureSummary): boolean {
  return state === 'queued' || state === 'reading';
}

/** Captures that are being read, wherever devices appear because of them. */
export function ReadingNow(): ReactElement | null {
  const { t } = useText();
  const mayRead = useMay('captures.read');
  const captures = useInfiniteQuery({ ...capturesQuery, enabled: mayRead }).data?.pages.flatMap(
    (page) => page.captures,
  );
  const underWay = captures?.filter(isUnderWay) ?? [];
  if (underWay.length === 0) return null;
  return (
    <Panel title={t.overview.reading}>
      <ul className={classes['list']}>
        {underWay.map((capture) => (
          <li key={capture.id}>
            <Link to="/captures/$captureId" params={{ captureId: capture.id }}>
              {capture.name}
            </Link>
            <ReadingProgress capture={capture} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
