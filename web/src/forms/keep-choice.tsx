import { KEEP_MOST_DAYS } from '#contract';
import { Checkbox, NumberInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import classes from './keep-choice.module.css';

/** Whether the file of an upload is to be kept whole, and for how many days. */
export interface Keeping {
  readonly isKept: boolean;
  /** As typed; what is no number of days is text. */
  readonly days: number | string;
}

const USUAL_DAYS = 30;
export const NOT_KEPT: Keeping = { isKept: false, days: USUAL_DAYS };

/** The days of a choice; undefined when nothing is kept, `wrong` when it cannot be done so. */
export function keepDaysOf({ isKept, days }: Keeping): number | 'wrong' | undefined {
  if (!isKept) return undefined;
  const isRight = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= KEEP_MOST_DAYS;
  return isRight ? days : 'wrong';
}

interface KeepChoiceProps {
  readonly keeping: Keeping;
  readonly onChange: (keeping: Keeping) => void;
  readonly disabled: boolean;
}

export function KeepChoice({ keeping, onChange, disabled }: KeepChoiceProps): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['choice']}>
      <Checkbox
        label={t.captures.kept.choose}
        description={t.captures.kept.chooseLead}
        checked={keeping.isKept}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange({ ...keeping, isKept: currentTarget.checked })}
      />
      {keeping.isKept && (
        <NumberInput
          className={classes['days']}
          label={t.captures.kept.days(KEEP_MOST_DAYS)}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          disabled={disabled}
          value={keeping.days}
          error={keepDaysOf(keeping) === 'wrong' ? t.captures.kept.daysWrong(KEEP_MOST_DAYS) : undefined}
          onChange={(days) => onChange({ ...keeping, days })}
        />
      )}
    </div>
  );
}
