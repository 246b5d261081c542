import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { followServer } from '../api/live.ts';
import { settingsQuery } from '../api/queries.ts';
import { useSession } from '../api/session.ts';
import { setSiteLanguage } from '../text/language.ts';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { AccountMenu } from './account-menu.tsx';
import { LiveMark } from './live-mark.tsx';
import { Navigation } from './navigation.tsx';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';

/** Menu, search and who is signed in, around every page behind the sign-in. */
export function Shell(): ReactElement {
  const { t } = useText();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();
  useSessionGuard();
  useServerNews();
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {t.general.skipToContent}
      </a>
      <header className={classes['side']} data-open={isMenuOpen}>
        <div className={classes['brand']}>
          <img src="/mark.svg" alt="" width={26} height={26} />
          <span>{t.general.app}</span>
          <button
            type="button"
            className={classes['menuButton']}
            aria-expanded={isMenuOpen}
            aria-controls="main-menu"
            aria-label={t.general.openMenu}
            onClick={() => setMenuOpen(!isMenuOpen)}
          >
            <Icon name={isMenuOpen ? 'close' : 'menu'} size={18} />
          </button>
        </div>
        <div id="main-menu" className={classes['menu']}>
          <SearchBox />
          <Navigation />
          <div className={classes['foot']}>
            <LiveMark />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="content" className={classes['main']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

/** Leads to the sign-in when the session ends while a page is open. */
function useSessionGuard(): void {
  const session = useSession();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { href } = useLocation();
  const isOver = session === undefined && queryClient.getQueryData(['session']) === null;
  useEffect(() => {
    if (isOver) void navigate({ to: '/sign-in', search: { next: href }, replace: true });
  }, [isOver, navigate, href]);
}

function useServerNews(): void {
  const queryClient = useQueryClient();
  useEffect(() => followServer(queryClient), [queryClient]);
  useEffect(() => {
    queryClient.fetchQuery(settingsQuery).then(
      ({ language }) => setSiteLanguage(language),
      () => undefined,
    );
  }, [queryClient]);
}
