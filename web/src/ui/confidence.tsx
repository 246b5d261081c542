import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import classes from './confidence.module.css';

interface ConfidenceProps {
  readonly value: number;
  readonly size?: 'compact' | 'normal' | 'wide';
}

/** How sure a conclusion is: a bar and its number, which is also what a screen reader says. */
export function ConfidenceBar({ value, size = 'normal' }: ConfidenceProps): ReactElement {
  const { t, f } = useText();
  const percent = wholePercent(value, f.percent);
  return (
    <span className={classes['confidence']} data-size={size}>
      <span className="visually-hidden">{t.device.confidenceOf(percent)}</span>
      <span aria-hidden="true" className={classes['track']}>
        <span className={classes['fill']} style={{ inlineSize: `${Math.round(value * 100)}%` }} />
      </span>
      <span aria-hidden="true" className={classes['number']}>
        {percent}
      </span>
    </span>
  );
}

/** Never "100 %" for what is not certain, nor "0 %" for what is not impossible. */
export function wholePercent(value: number, percent: (share: number) => string): string {
  const rounded = Math.round(value * 100) / 100;
  if (rounded === 1 && value < 1) return percent(0.99);
  if (rounded === 0 && value > 0) return percent(0.01);
  return percent(rounded);
}
