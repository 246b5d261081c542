import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { ConclusionName, Device, DeviceSummary, EvidenceDetail, TimelineEntry } from '../shapes/device.ts';
import { Edge } from '../shapes/traffic.ts';
import { AskedInstant, Choices, Count, DeviceId, NumberChoices, Page, personText } from '../shapes/values.ts';

const SEARCH_MAX_CHARACTERS = 200;
const VALUE_MAX_CHARACTERS = 300;
const REASON_MAX_CHARACTERS = 1000;

export const DEVICE_ORDERS = [
  'name',
  'type',
  'manufacturer',
  'model',
  'place',
  'address',
  'first-seen',
  'last-seen',
] as const;

const params = z.strictObject({ deviceId: DeviceId });
const Facet = z.array(z.object({ value: z.string(), count: Count }));

/** What narrows the list down; all that is given must hold. `unknown` as a choice means "no conclusion". */
const filter = {
  /** Part of any identity: name, address, serial number, AE title, model … */
  text: z.string().trim().max(SEARCH_MAX_CHARACTERS).optional(),
  type: Choices.optional(),
  manufacturer: Choices.optional(),
  role: Choices.optional(),
  place: Choices.optional(),
  vlan: NumberChoices.optional(),
  /** Part of the address space, as CIDR or as the beginning of an address. */
  network: z.string().max(64).optional(),
  personalData: z.enum(['yes', 'no']).optional(),
  seenSince: AskedInstant.optional(),
};

export const devices = {
  list: defineOperation({
    id: 'devices.list',
    method: 'GET',
    path: '/api/devices',
    summary: 'Devices that match, a part at a time.',
    access: 'devices.read',
    query: z.strictObject({
      ...filter,
      sort: z.enum(DEVICE_ORDERS).default('name'),
      direction: z.enum(['ascending', 'descending']).default('ascending'),
      ...Page,
    }),
    response: z.object({
      /** How many match in all. */
      total: Count,
      devices: z.array(DeviceSummary),
    }),
  }),
  facets: defineOperation({
    id: 'devices.facets',
    method: 'GET',
    path: '/api/devices/facets',
    summary: 'Which values the filters can take, with the number of devices; `unknown` stands for none.',
    access: 'devices.read',
    response: z.object({
      type: Facet,
      manufacturer: Facet,
      role: Facet,
      place: Facet,
      vlan: z.array(z.object({ value: Count, count: Count })),
    }),
  }),
  get: defineOperation({
    id: 'devices.get',
    method: 'GET',
    path: '/api/devices/{deviceId}',
    summary: 'One device: conclusions with their evidence, use, identity and corrections.',
    access: 'devices.read',
    params,
    response: Device,
  }),
  evidence: defineOperation({
    id: 'devices.evidence',
    method: 'GET',
    path: '/api/devices/{deviceId}/evidence/{evidenceId}',
    summary: 'One piece of evidence down to its bytes; all other bytes of the frames are masked.',
    access: 'devices.read',
    params: params.extend({ evidenceId: z.string().min(1).max(200) }),
    response: EvidenceDetail,
  }),
  timeline: defineOperation({
    id: 'devices.timeline',
    method: 'GET',
    path: '/api/devices/{deviceId}/timeline',
    summary: 'What became known about the device, the newest first.',
    access: 'devices.read',
    params,
    response: z.object({ entries: z.array(TimelineEntry) }),
  }),
  edges: defineOperation({
    id: 'devices.edges',
    method: 'GET',
    path: '/api/devices/{deviceId}/edges',
    summary: 'With whom the device speaks, the most bytes first.',
    access: 'devices.read',
    params,
    query: z.strictObject(Page),
    response: z.object({ total: Count, edges: z.array(Edge) }),
  }),
  correct: defineOperation({
    id: 'devices.correct',
    method: 'PUT',
    path: '/api/devices/{deviceId}/corrections/{conclusion}',
    summary: 'States what a conclusion should be; kept as evidence, so that it survives new traffic.',
    access: 'devices.correct',
    audit: 'device.corrected',
    params: params.extend({ conclusion: ConclusionName }),
    body: z.strictObject({
      value: personText(VALUE_MAX_CHARACTERS),
      reason: personText(REASON_MAX_CHARACTERS).optional(),
    }),
    response: Device,
  }),
  withdrawCorrection: defineOperation({
    id: 'devices.withdraw-correction',
    method: 'DELETE',
    path: '/api/devices/{deviceId}/corrections/{conclusion}',
    summary: 'Takes a correction back; what it said stays in the timeline.',
    access: 'devices.correct',
    audit: 'device.correction-withdrawn',
    params: params.extend({ conclusion: ConclusionName }),
    response: Device,
  }),
} as const;
