import type { ReactElement, ReactNode } from 'react';

/** Only for screen readers: what those who see take from the place of a thing. */
export function Hidden({ children }: { children: ReactNode }): ReactElement {
  return <span className="visually-hidden">{children}</span>;
}
