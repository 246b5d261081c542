import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import {
  ApprovalsAddress,
  AuditAddress,
  DeviceAddress,
  DevicesAddress,
  MapAddress,
  readAddress,
  SignInAddress,
  writeAddress,
} from './addresses.ts';
import { sessionQuery } from './api/queries.ts';
import { Shell } from './components/shell.tsx';
import { CrashPage, NotFoundPage } from './pages/not-found.tsx';

interface Context {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw): SignInAddress => SignInAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  validateSearch: (raw): SignInAddress => SignInAddress.parse(raw),
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: {} });
  },
  component: lazyRouteComponent(() => import('./pages/new-password.tsx'), 'NewPasswordPage'),
});

/** Everything behind the sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    const next = location.href === '/' ? undefined : location.href;
    if (session === null) throw redirect({ to: '/sign-in', search: { next } });
    if (session.account.mustChangePassword) throw redirect({ to: '/new-password', search: { next } });
  },
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
});

const devices = createRoute({
  getParentRoute: () => app,
  path: '/devices',
  validateSearch: (raw): DevicesAddress => DevicesAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/devices.tsx'), 'DevicesPage'),
});

const device = createRoute({
  getParentRoute: () => app,
  path: '/devices/$deviceId',
  validateSearch: (raw): DeviceAddress => DeviceAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/device.tsx'), 'DevicePage'),
});

const map = createRoute({
  getParentRoute: () => app,
  path: '/map',
  validateSearch: (raw): MapAddress => MapAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/network-map.tsx'), 'NetworkMapPage'),
});

const captures = createRoute({
  getParentRoute: () => app,
  path: '/captures',
  component: lazyRouteComponent(() => import('./pages/captures.tsx'), 'CapturesPage'),
});

const capture = createRoute({
  getParentRoute: () => app,
  path: '/captures/$captureId',
  component: lazyRouteComponent(() => import('./pages/capture.tsx'), 'CapturePage'),
});

const approvals = createRoute({
  getParentRoute: () => app,
  path: '/approvals',
  validateSearch: (raw): ApprovalsAddress => ApprovalsAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/approvals.tsx'), 'ApprovalsPage'),
});

const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./pages/accounts.tsx'), 'AccountsPage'),
});

const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: (raw): AuditAddress => AuditAddress.parse(raw),
  component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage'),
});

const elsewhere = createRoute({ getParentRoute: () => app, path: '$', component: NotFoundPage });

const routeTree = root.addChildren([
  signIn,
  newPassword,
  app.addChildren([overview, devices, device, map, captures, capture, approvals, accounts, audit, settings, elsewhere]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch: readAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
