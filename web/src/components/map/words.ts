import type { Grouping, MapGroup, MapLink, EdgePurpose } from '#contract';
import type { DevicesAddress } from '../../addresses.ts';
import type { Text } from '../../text/text-context.tsx';

const OUTSIDE = 'outside';

/** What people call a group. */
export function groupText(
  group: MapGroup,
  by: Grouping,
  { t }: Pick<Text, 't'>,
  typeText: (id: string) => string,
): string {
  if (group.reach === 'outside' || group.id === OUTSIDE) return t.map.outside;
  if (group.label === undefined) return t.map.noLabel[by];
  return by === 'type' ? typeText(group.label) : group.label;
}

/** Where the devices of a group are listed; nothing for what the list cannot tell apart. */
export function devicesOf(group: MapGroup, by: Grouping): DevicesAddress | undefined {
  if (group.reach === 'outside' || group.devices === 0) return undefined;
  if (by === 'type') return { type: [group.label ?? 'unknown'] };
  if (by === 'place') return { place: [group.label ?? 'unknown'] };
  const vlan = /^vlan:(\d+)$/.exec(group.id)?.[1];
  if (vlan !== undefined) return { vlan: [Number(vlan)] };
  return group.label === undefined ? undefined : { network: group.label };
}

/** The most important purpose first: a link that carries clinical data is drawn as such, whatever else it carries. */
const IMPORTANCE: readonly EdgePurpose[] = ['clinical-data', 'control', 'building', 'management', 'it', 'unknown'];

export function mainPurpose({ purposes }: Pick<MapLink, 'purposes'>): EdgePurpose {
  return IMPORTANCE.find((each) => purposes.includes(each)) ?? 'unknown';
}

/** Some of its personal data can be read by whoever listens. */
export function showsPersonalData({ personalData, bytes, encryptedBytes }: MapLink): boolean {
  return personalData.length > 0 && encryptedBytes < bytes;
}
