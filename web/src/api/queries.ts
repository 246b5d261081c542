import {
  type API,
  type AuditRecord,
  type ApprovalState,
  type Grouping,
  type InputOf,
  Refusal,
  type Session,
} from '#contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export type DeviceQuery = NonNullable<InputOf<typeof API.devices.list>['query']>;
export type DeviceFilter = Omit<DeviceQuery, 'offset' | 'limit'>;

/** Rows of one part of the device table; a multiple of what a screen shows. */
export const DEVICES_PER_PART = 100;
const ROWS_PER_PART = 100;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await api.session.whoAmI();
    } catch (error) {
      if (error instanceof Refusal && error.problem.code === 'not-signed-in') return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const healthQuery = queryOptions({ queryKey: ['health'], queryFn: () => api.server.health() });

export const overviewQuery = queryOptions({ queryKey: ['overview'], queryFn: () => api.overview.get() });

export const coverageQuery = queryOptions({ queryKey: ['coverage'], queryFn: () => api.overview.coverage() });

/** Part of the program: it changes with a new version only. */
export const deviceTypesQuery = queryOptions({
  queryKey: ['device-types'],
  queryFn: () => api.knowledge.deviceTypes(),
  staleTime: Number.POSITIVE_INFINITY,
});

export const devicePartQuery = (filter: DeviceFilter, part: number) =>
  queryOptions({
    queryKey: ['devices', filter, part],
    queryFn: () => api.devices.list({ query: { ...filter, offset: part * DEVICES_PER_PART, limit: DEVICES_PER_PART } }),
  });

export const facetsQuery = queryOptions({ queryKey: ['facets'], queryFn: () => api.devices.facets() });

export const deviceQuery = (deviceId: string) =>
  queryOptions({ queryKey: ['device', deviceId], queryFn: () => api.devices.get({ params: { deviceId } }) });

export const evidenceQuery = (deviceId: string, evidenceId: string) =>
  queryOptions({
    queryKey: ['device', deviceId, 'evidence', evidenceId],
    queryFn: () => api.devices.evidence({ params: { deviceId, evidenceId } }),
  });

export const timelineQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['device', deviceId, 'timeline'],
    queryFn: () => api.devices.timeline({ params: { deviceId } }),
  });

/** Lists that grow by a button: the offset of the next part, until all are there. */
function nextOffset(total: number, shown: number): number | undefined {
  return shown < total ? shown : undefined;
}

export const deviceEdgesQuery = (deviceId: string) =>
  infiniteQueryOptions({
    queryKey: ['device', deviceId, 'edges'],
    queryFn: ({ pageParam }) =>
      api.devices.edges({ params: { deviceId }, query: { offset: pageParam, limit: ROWS_PER_PART } }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => nextOffset(last.total, sum(all.map((part) => part.edges.length))),
  });

export const mapQuery = (by: Grouping) =>
  queryOptions({ queryKey: ['map', by], queryFn: () => api.networkMap.get({ query: { by } }) });

export const linkEdgesQuery = (by: Grouping, from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: ['map', by, 'edges', from, to],
    queryFn: ({ pageParam }) =>
      api.networkMap.edges({ query: { by, from, to, offset: pageParam, limit: ROWS_PER_PART } }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => nextOffset(last.total, sum(all.map((part) => part.edges.length))),
  });

export const capturesQuery = infiniteQueryOptions({
  queryKey: ['captures'],
  queryFn: ({ pageParam }) => api.captures.list({ query: { offset: pageParam, limit: ROWS_PER_PART } }),
  initialPageParam: 0,
  getNextPageParam: (last, all) => nextOffset(last.total, sum(all.map((part) => part.captures.length))),
});

export const captureQuery = (captureId: string) =>
  queryOptions({ queryKey: ['capture', captureId], queryFn: () => api.captures.get({ params: { captureId } }) });

export const folderQuery = queryOptions({ queryKey: ['capture-folder'], queryFn: () => api.captures.folder() });

export const sensorsQuery = queryOptions({ queryKey: ['sensors'], queryFn: () => api.sensors.list() });

export const interfacesQuery = queryOptions({ queryKey: ['interfaces'], queryFn: () => api.sensors.interfaces() });

export const accountsQuery = queryOptions({ queryKey: ['accounts'], queryFn: () => api.accounts.list() });

export interface AuditFilter {
  readonly kind?: AuditRecord['kind'] | undefined;
  readonly text?: string | undefined;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => api.audit.list({ query: { ...filter, offset: pageParam, limit: ROWS_PER_PART } }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => nextOffset(last.total, sum(all.map((part) => part.records.length))),
  });

export const approvalsQuery = (state: ApprovalState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['approvals', state],
    queryFn: ({ pageParam }) => api.approvals.list({ query: { state, offset: pageParam, limit: ROWS_PER_PART } }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => nextOffset(last.total, sum(all.map((part) => part.approvals.length))),
  });

export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => api.settings.get() });

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
