import { accounts } from './accounts.ts';
import { approvals } from './approvals.ts';
import { audit } from './audit.ts';
import { captures } from './captures.ts';
import { devices } from './devices.ts';
import { knowledge } from './knowledge.ts';
import { networkMap } from './network-map.ts';
import { overview } from './overview.ts';
import { sensors } from './sensors.ts';
import { server } from './server.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';

/** Every operation, by group and name. */
export const API = {
  session,
  accounts,
  overview,
  devices,
  networkMap,
  captures,
  sensors,
  audit,
  approvals,
  settings,
  knowledge,
  server,
} as const;
