import { useLocation } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../text/text-context.tsx';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  readonly above?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** On the first page of a visit the focus stays where browsers put it, before the way to skip the menu. */
let firstPath: string | undefined;
let lastPath: string | undefined;
let hasMoved = false;

/** Whether the focus belongs to the heading now: the person came to another page, or what had the focus went with the last one. */
function takesFocus(path: string): boolean {
  firstPath ??= path;
  hasMoved ||= path !== firstPath;
  const isNew = path !== lastPath;
  lastPath = path;
  return hasMoved && (isNew || document.activeElement === null || document.activeElement === document.body);
}

/** The frame of every page: names the window, and gives the focus to the heading so that readers know where they are. */
export function Page({ title, above, lead, actions, children }: PageProps): ReactElement {
  const { t } = useText();
  const { pathname } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${t.general.app}`;
  }, [title, t]);
  useEffect(() => {
    if (takesFocus(pathname)) heading.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div className={classes['title']}>
          {above}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <div className={classes['lead']}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface PanelProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Without the inner distance, for tables that reach the border. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, lead, actions, flush = false, children }: PanelProps): ReactElement {
  return (
    <section className={classes['panel']} aria-label={title}>
      <div className={classes['panelHead']}>
        <div>
          <h2>{title}</h2>
          {lead !== undefined && <p className={classes['panelLead']}>{lead}</p>}
        </div>
        {actions}
      </div>
      <div className={flush ? undefined : classes['panelBody']}>{children}</div>
    </section>
  );
}
