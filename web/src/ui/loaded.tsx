import { Refusal } from '#contract';
import { Button, Skeleton } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Unreachable } from '../api/transport.ts';
import { type Text, useText } from '../text/text-context.tsx';
import { Icon } from './icon.tsx';
import classes from './loaded.module.css';

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly query: Asked<T>;
  readonly children: (data: T) => ReactNode;
  /** Lines of the placeholder. */
  readonly lines?: number;
}

/** What was asked for, or that it is on its way, or why it did not come. Old data stay while new ones are fetched. */
export function Loaded<T>({ query, children, lines = 4 }: LoadedProps<T>): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}

export function Waiting({ lines = 4 }: { lines?: number }): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['waiting']} role="status">
      <span className="visually-hidden">{t.general.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${90 - ((line * 17) % 45)}%`} />
      ))}
    </div>
  );
}

/** An error with what to do about it. */
export function Trouble({ error, onRetry }: { error: Error; onRetry?: () => void }): ReactElement {
  const text = useText();
  const { what, remedy, fields, code } = troubleOf(error, text);
  return (
    <div className={classes['trouble']} role="alert">
      <Icon name="alert" size={18} />
      <div>
        <p className={classes['what']}>{what}</p>
        <p>{remedy}</p>
        {fields.length > 0 && (
          <ul className={classes['fields']}>
            {fields.map(({ path, message }) => (
              <li key={path + message}>
                <span className="mono">{path}</span>: {message}
              </li>
            ))}
          </ul>
        )}
        {code !== undefined && (
          <p className="dim">
            {text.t.general.error.code}: <span className="mono">{code}</span>
          </p>
        )}
        {onRetry !== undefined && (
          <Button variant="default" size="xs" mt={8} onClick={onRetry}>
            {text.t.general.retry}
          </Button>
        )}
      </div>
    </div>
  );
}

interface TroubleText {
  readonly what: string;
  readonly remedy: string;
  readonly code?: string;
  readonly fields: readonly { readonly path: string; readonly message: string }[];
}

export function troubleOf(error: Error, { t }: Text): TroubleText {
  if (error instanceof Refusal) {
    const { title, detail, code, fields = [] } = error.problem;
    return { what: title, remedy: detail, code, fields };
  }
  if (error instanceof Unreachable) {
    return { what: t.general.error.unreachable, remedy: t.general.error.unreachableRemedy, fields: [] };
  }
  return { what: t.general.error.unexpected, remedy: t.general.error.unexpectedRemedy, fields: [] };
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is there, and what would change that. */
export function Empty({ title, children }: EmptyProps): ReactElement {
  return (
    <div className={classes['empty']}>
      <p className={classes['emptyTitle']}>{title}</p>
      {children !== undefined && <div className={classes['emptyText']}>{children}</div>}
    </div>
  );
}
