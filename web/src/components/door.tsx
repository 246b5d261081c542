import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import classes from './door.module.css';
import { LanguageSwitch } from './language-switch.tsx';

/** The frame of the pages before the app itself. */
export function Door({ children }: { children: ReactNode }): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['door']}>
      <header className={classes['head']}>
        <img src="/mark.svg" alt="" width={40} height={40} />
        <div>
          <p className={classes['app']}>{t.general.app}</p>
          <p className="dim">{t.general.tagline}</p>
        </div>
      </header>
      <main className={classes['card']}>{children}</main>
      <LanguageSwitch />
    </div>
  );
}
