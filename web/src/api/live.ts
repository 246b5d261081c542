import { type CaptureDetail, type CaptureSummary, type Sensor, ServerEvent } from '#contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { setSiteLanguage } from '../text/language.ts';
import { sessionQuery, settingsQuery } from './queries.ts';

const EVENTS = '/api/events';
const RECONNECT_MS = 5000;
/** Devices change many times a second while a capture is read; a reader sees no more than this. */
const REFRESH_EVERY_MS = 2000;

export type LiveState = 'connecting' | 'on' | 'off';

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => state,
    () => state,
  );
}

/** Packets a second by capture; only events carry it. */
export const captureSpeedKey = (captureId: string) => ['capture-speed', captureId];

/** Follows the server until the answer is called: what changes there is asked for again here. */
export function followServer(queryClient: QueryClient): () => void {
  const refresh = createRefresh(queryClient);
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wasLost = false;

  const connect = (): void => {
    setState('connecting');
    source = new EventSource(EVENTS);
    source.addEventListener('open', () => {
      setState('on');
      // Events may have been lost with the connection.
      if (wasLost) void queryClient.invalidateQueries();
      wasLost = false;
    });
    source.addEventListener('message', ({ data }) => take(data));
    source.addEventListener('error', () => {
      wasLost = true;
      setState('off');
      if (source?.readyState !== EventSource.CLOSED) return;
      // Closed for good: refused, perhaps because the session has ended.
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      retry = setTimeout(connect, RECONNECT_MS);
    });
  };
  const take = (data: unknown): void => {
    const event = ServerEvent.safeParse(typeof data === 'string' ? JSON.parse(data) : data);
    if (event.success) apply(queryClient, refresh, event.data);
  };

  connect();
  return () => {
    source?.close();
    clearTimeout(retry);
    refresh.stop();
  };
}

type CapturePages = InfiniteData<{ total: number; captures: CaptureSummary[] }>;

function apply(queryClient: QueryClient, refresh: Refresh, event: ServerEvent): void {
  switch (event.kind) {
    case 'devices-changed':
      for (const key of ['devices', 'overview', 'coverage', 'facets', 'map']) refresh.ask([key]);
      if (event.deviceIds === undefined) refresh.ask(['device']);
      else for (const id of event.deviceIds) refresh.ask(['device', id]);
      return;
    case 'capture-changed':
      applyCapture(queryClient, refresh, event);
      return;
    case 'sensor-changed':
      queryClient.setQueryData<{ sensors: Sensor[] }>(['sensors'], (known) => {
        if (known?.sensors.some(({ id }) => id === event.sensorId) !== true) {
          refresh.ask(['sensors']);
          return known;
        }
        const { kind: _, sensorId, ...news } = event;
        return { sensors: known.sensors.map((each) => (each.id === sensorId ? { ...each, ...news } : each)) };
      });
      return;
    case 'approvals-changed':
      refresh.ask(['approvals']);
      return;
    case 'settings-changed':
      void queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 }).then(({ language }) => setSiteLanguage(language));
      return;
  }
}

function applyCapture(
  queryClient: QueryClient,
  refresh: Refresh,
  event: Extract<ServerEvent, { kind: 'capture-changed' }>,
): void {
  const { kind: _, captureId, packetsPerSecond, ...news } = event;
  queryClient.setQueryData(captureSpeedKey(captureId), packetsPerSecond);
  const before = queryClient.getQueryData<CapturePages>(['captures']);
  const known = before?.pages.flatMap((page) => page.captures).find(({ id }) => id === captureId);
  if (known === undefined || known.state !== news.state) refresh.ask(['captures']);
  queryClient.setQueryData<CapturePages>(['captures'], (pages) =>
    pages === undefined
      ? pages
      : {
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            captures: page.captures.map((each) => (each.id === captureId ? { ...each, ...news } : each)),
          })),
        },
  );
  const detail = queryClient.getQueryData<CaptureDetail>(['capture', captureId]);
  if (detail === undefined) return;
  queryClient.setQueryData<CaptureDetail>(['capture', captureId], { ...detail, ...news });
  refresh.ask(['capture', captureId]);
}

interface Refresh {
  readonly ask: (key: readonly string[]) => void;
  readonly stop: () => void;
}

/** Gathers keys and invalidates them together: at once when it was quiet, otherwise at the end of the pause. */
function createRefresh(queryClient: QueryClient): Refresh {
  const waiting = new Map<string, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.size === 0) return;
    const keys = [...waiting.values()];
    waiting.clear();
    timer = setTimeout(flush, REFRESH_EVERY_MS);
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  };
  return {
    ask(key) {
      waiting.set(key.join('\n'), key);
      if (timer === undefined) timer = setTimeout(flush, 0);
    },
    stop: () => clearTimeout(timer),
  };
}
