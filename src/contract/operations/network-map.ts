import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { Edge, Grouping, NetworkMap } from '../shapes/traffic.ts';
import { Count, Page } from '../shapes/values.ts';

const GROUP_ID_MAX_CHARACTERS = 300;

export const networkMap = {
  get: defineOperation({
    id: 'network-map.get',
    method: 'GET',
    path: '/api/network-map',
    summary: 'Groups of devices and what is spoken between and inside them.',
    access: 'devices.read',
    query: z.strictObject({ by: Grouping.default('network') }),
    response: NetworkMap,
  }),
  edges: defineOperation({
    id: 'network-map.edges',
    method: 'GET',
    path: '/api/network-map/edges',
    summary: 'The edges behind one link of the map, the most bytes first.',
    access: 'devices.read',
    query: z.strictObject({
      by: Grouping.default('network'),
      from: z.string().max(GROUP_ID_MAX_CHARACTERS),
      to: z.string().max(GROUP_ID_MAX_CHARACTERS),
      ...Page,
    }),
    response: z.object({ total: Count, edges: z.array(Edge) }),
  }),
} as const;
