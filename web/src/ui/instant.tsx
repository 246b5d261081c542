import type { ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';

/** A time as read here; the exact one, in UTC with microseconds, under the pointer. */
export function Instant({ at, exact = false }: { at: string; exact?: boolean }): ReactElement {
  const { f } = useText();
  return (
    <time dateTime={at} title={at} className="num nowrap">
      {exact ? f.instant(at) : f.minute(at)}
    </time>
  );
}
