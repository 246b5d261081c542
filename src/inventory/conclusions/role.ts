import type { ConclusionRule } from './conclusion.ts';
import type { Lookups } from './lookups.ts';
import type { Portrait } from './portrait.ts';
import { Tally } from './scoring.ts';
import { sourceOf } from './weights.ts';
import { isWindowsClient, windowsClientShown } from './windows-client.ts';

/** The part a device plays. */
export const ROLES = [
  'modality',
  'archive',
  'viewer',
  'worklist-server',
  'interface-engine',
  'monitor',
  'central-station',
  'pump',
  'pump-server',
  'analyser',
  'therapy-device',
  'medical-device',
  'gateway',
  'clinical-server',
  'server',
  'workstation',
  'network',
  'building-controller',
  'industrial-controller',
  'printer',
  'camera',
  'client',
] as const;
export type Role = (typeof ROLES)[number];

const BY_TYPE: Readonly<Record<string, Role>> = {
  T007: 'pump-server',
  T025: 'central-station',
  T077: 'archive',
  T078: 'viewer',
  T080: 'gateway',
  T081: 'printer',
  X001: 'worklist-server',
  X002: 'interface-engine',
  X031: 'printer',
  X032: 'printer',
  X033: 'printer',
  X041: 'camera',
};
/** Devices and controllers by category of their type. */
const BY_CATEGORY: Readonly<Record<string, Role>> = {
  imaging: 'modality',
  dental: 'modality',
  ophthalmology: 'modality',
  monitoring: 'monitor',
  obstetrics: 'monitor',
  infusion: 'pump',
  laboratory: 'analyser',
  respiratory: 'therapy-device',
  anaesthesia: 'therapy-device',
  dialysis: 'therapy-device',
  radiotherapy: 'therapy-device',
  surgery: 'therapy-device',
  neonatal: 'therapy-device',
  building: 'building-controller',
  facility: 'building-controller',
  industrial: 'industrial-controller',
};
const CLINICAL_CATEGORIES: ReadonlySet<string> = new Set(['clinical-it', ...Object.keys(BY_CATEGORY)]);

/** Making objects is what modalities do, but a viewer that sends a key image does too. */
const MAKES_OBJECTS = 2;

/** Computers of the office do, and consoles of devices that are not seen to speak their own protocol. */
const USES_DOMAIN = 2;
const WINDOWS_CLIENT = 'windows-client';

export const role: ConclusionRule = {
  id: 'role',
  wouldHelp: ['dicom.sop-class-scu', 'dicom.sop-class-scp', 'hl7.message-type', 'mdns.service'],
  conclude(portrait, lookups) {
    const tally = new Tally();
    const type = portrait.concluded.get('type');
    const ofType = type === undefined ? undefined : roleOfType(type.value, lookups);
    if (type !== undefined && ofType !== undefined) {
      // As sure as the type is: its score and those of its rivals, carried over.
      return { ...type, value: ofType, against: againstOf(type.against, ofType, lookups) };
    }
    for (const item of portrait.evidence.of('dicom.modality')) {
      tally.add('modality', MAKES_OBJECTS, sourceOf(item.attribute), item);
    }
    claimByService(tally, portrait);
    return tally.conclude();
  },
};

function roleOfType(deviceTypeId: string, lookups: Lookups): Role | undefined {
  const named = BY_TYPE[deviceTypeId];
  if (named !== undefined) return named;
  const known = lookups.deviceType(deviceTypeId);
  switch (known?.role) {
    case 'device':
    case 'controller':
      return BY_CATEGORY[known.category] ?? (deviceTypeId.startsWith('T') ? 'medical-device' : 'client');
    case 'server':
      return CLINICAL_CATEGORIES.has(known.category) ? 'clinical-server' : 'server';
    case 'workstation':
    case 'gateway':
    case 'network':
    case 'client':
      return known.role;
    case 'peripheral':
      return 'client';
    default:
      return undefined;
  }
}

function againstOf<V extends { readonly value: string }>(against: readonly V[], own: Role, lookups: Lookups): V[] {
  return against.flatMap((verdict) => {
    const role = roleOfType(verdict.value, lookups);
    return role === undefined || role === own ? [] : [{ ...verdict, value: role }];
  });
}

/** Without a known type, what a host serves to others at least makes it a server. */
function claimByService(tally: Tally, portrait: Portrait): void {
  for (const item of portrait.evidence.of('traffic.server-of')) {
    if (item.count > 1) tally.add('server', item.weight / 2, item.attribute, item);
  }
  if (isWindowsClient(portrait)) {
    for (const item of windowsClientShown(portrait)) tally.add('workstation', USES_DOMAIN, WINDOWS_CLIENT, item);
  }
  for (const item of portrait.evidence.of('traffic.forwards')) tally.add('network', item.weight, item.attribute, item);
}
