import * as z from 'zod';
import { PersonalDataCategory } from './device.ts';
import { Count, DeviceId, Instant } from './values.ts';

/** What an edge is for. `unknown`: nothing recognised. */
export const EDGE_PURPOSES = ['clinical-data', 'control', 'management', 'building', 'it', 'unknown'] as const;
/** Where the other end is: `tunnel` says that only the tunnel was seen. */
export const EDGE_REACHES = ['inside', 'outside', 'tunnel'] as const;

/** One end of an edge; `deviceId` is absent for an outside peer. */
export const EdgeEnd = z.object({
  deviceId: DeviceId.optional(),
  ip: z.string().optional(),
  mac: z.string().optional(),
  name: z.string().optional(),
});

/** Who spoke to whom with what: all flows of one client, server, transport, server port and protocol. */
export const Edge = z.object({
  client: EdgeEnd,
  server: EdgeEnd,
  transport: z.string(),
  port: Count,
  /** Absent when the content was not recognised. */
  protocol: z.string().optional(),
  purpose: z.enum(EDGE_PURPOSES),
  reach: z.enum(EDGE_REACHES),
  flows: Count,
  packets: Count,
  bytes: Count,
  packetsFromServer: Count,
  encrypted: z.boolean(),
  tunnelled: z.boolean(),
  personalData: z.array(PersonalDataCategory),
  vlan: Count,
  first: Instant,
  last: Instant,
});

/** What the sensors could see and what they could not. Shares are these counts divided. */
export const Coverage = z.object({
  flows: Count,
  /** Only one direction was seen. */
  oneWayFlows: Count,
  bytes: Count,
  /** Bytes of flows whose protocol was not recognised. */
  unknownBytes: Count,
  encryptedBytes: Count,
  /** 0 is untagged. */
  vlans: z.array(z.object({ vlan: Count, bytes: Count })),
  /** Packets that the kernel or the card dropped before the sensor saw them. */
  droppedPackets: Count,
  /** What the bounds of the parser cut. */
  truncated: z.object({ facts: Count, edges: Count, flows: Count }),
  sensors: Count,
  first: Instant.optional(),
  last: Instant.optional(),
});

export const GROUPINGS = ['network', 'type', 'place'] as const;
export const Grouping = z.enum(GROUPINGS);

export const MapGroup = z.object({
  id: z.string(),
  /** Subnet, VLAN, device type id or place; absent for what has none. `outside` is a group of its own. */
  label: z.string().optional(),
  reach: z.enum(['inside', 'outside']),
  devices: Count,
});

export const MapLink = z.object({
  from: z.string(),
  to: z.string(),
  edges: Count,
  packets: Count,
  bytes: Count,
  encryptedBytes: Count,
  protocols: z.array(z.string()),
  purposes: z.array(z.enum(EDGE_PURPOSES)),
  personalData: z.array(PersonalDataCategory),
});

export const NetworkMap = z.object({ groups: z.array(MapGroup), links: z.array(MapLink) });

export type Edge = z.infer<typeof Edge>;
export type EdgeEnd = z.infer<typeof EdgeEnd>;
export type EdgePurpose = (typeof EDGE_PURPOSES)[number];
export type EdgeReach = (typeof EDGE_REACHES)[number];
export type Coverage = z.infer<typeof Coverage>;
export type Grouping = z.infer<typeof Grouping>;
export type MapGroup = z.infer<typeof MapGroup>;
export type MapLink = z.infer<typeof MapLink>;
export type NetworkMap = z.infer<typeof NetworkMap>;
