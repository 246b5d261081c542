import type { EdgePurpose } from '#contract';
import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import classes from './purpose-mark.module.css';

export function purposeColour(purpose: EdgePurpose): string {
  return `var(--purpose-${purpose})`;
}

export function PurposeMark({ purpose }: { purpose: EdgePurpose }): ReactElement {
  const { t } = useText();
  return (
    <span className={classes['mark']}>
      <span aria-hidden="true" className={classes['dot']} style={{ background: purposeColour(purpose) }} />
      {t.words.purposes[purpose]}
    </span>
  );
}
