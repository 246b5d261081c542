import type { Permission } from '#contract';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useSession } from '../api/session.ts';
import type { Messages } from '../text/en/index.ts';
import { useText } from '../text/text-context.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import classes from './navigation.module.css';

interface Place {
  readonly to: '/' | '/devices' | '/map' | '/captures' | '/approvals' | '/accounts' | '/audit' | '/settings';
  readonly text: keyof Messages['general']['nav'];
  readonly icon: IconName;
  readonly needs: Permission;
}

const SEEING: readonly Place[] = [
  { to: '/', text: 'overview', icon: 'overview', needs: 'devices.read' },
  { to: '/devices', text: 'devices', icon: 'devices', needs: 'devices.read' },
  { to: '/map', text: 'map', icon: 'map', needs: 'devices.read' },
  { to: '/captures', text: 'captures', icon: 'captures', needs: 'captures.read' },
];
const RUNNING: readonly Place[] = [
  { to: '/approvals', text: 'approvals', icon: 'approvals', needs: 'approvals.read' },
  { to: '/accounts', text: 'accounts', icon: 'accounts', needs: 'accounts.manage' },
  { to: '/audit', text: 'audit', icon: 'audit', needs: 'audit.read' },
  { to: '/settings', text: 'settings', icon: 'settings', needs: 'settings.read' },
];

export function Navigation(): ReactElement {
  const { t } = useText();
  return (
    <nav aria-label={t.general.mainMenu} className={classes['nav']}>
      <Places places={SEEING} />
      <Places places={RUNNING} />
    </nav>
  );
}

function Places({ places }: { places: readonly Place[] }): ReactElement {
  const { t } = useText();
  const permissions = useSession()?.permissions ?? [];
  return (
    <ul className={classes['places']}>
      {places
        .filter(({ needs }) => permissions.includes(needs))
        .map(({ to, text, icon }) => (
          <li key={to}>
            <Link to={to} className={classes['place']} activeOptions={{ exact: to === '/', includeSearch: false }}>
              <Icon name={icon} size={17} />
              {t.general.nav[text]}
            </Link>
          </li>
        ))}
    </ul>
  );
}
