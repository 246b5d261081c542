import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import classes from './tag.module.css';

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** A short state or category; its text says what its colour says. */
export function Tag({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}): ReactElement {
  return (
    <span className={`${classes['tag']} ${classes[tone]}`}>
      {icon !== undefined && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}
