import type { Messages } from '../en/index.ts';
import { anomalies } from './anomalies.ts';
import { attributes } from './attributes.ts';
import { captures, sensors } from './captures.ts';
import { device, evidence, timeline } from './device.ts';
import { coverage, devices, overview } from './devices.ts';
import { general } from './general.ts';
import { accounts, approvals, audit, session, settings } from './people.ts';
import { edges, map } from './traffic.ts';
import { words } from './words.ts';

export const ja = {
  general,
  words,
  attributes,
  anomalies,
  overview,
  devices,
  coverage,
  device,
  evidence,
  timeline,
  edges,
  map,
  captures,
  sensors,
  session,
  accounts,
  audit,
  approvals,
  settings,
} satisfies Messages;
