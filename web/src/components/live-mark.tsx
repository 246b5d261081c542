import type { ReactElement } from 'react';
import { useLiveState } from '../api/live.ts';
import { useText } from '../text/text-context.tsx';
import classes from './live-mark.module.css';

export function LiveMark(): ReactElement {
  const { t } = useText();
  const state = useLiveState();
  return (
    <p className={classes['live']} data-state={state} title={t.general.live.explain} role="status">
      <span aria-hidden="true" className={classes['dot']} />
      {t.general.live[state]}
    </p>
  );
}
