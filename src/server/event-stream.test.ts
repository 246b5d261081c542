import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventStreams } from './event-stream.ts';
import { EventHub } from './events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function rig() {
  const hub = new EventHub();
  const streams = new EventStreams();
  let isSignedIn = true;
  const watcher = (tokenHash = 'a') => ({
    tokenHash,
    isSignedIn: () => Promise.resolve(isSignedIn),
    subscribe: (listener: Parameters<EventHub['subscribe']>[0]) => hub.subscribe(listener),
  });
  return { hub, streams, watcher, signOut: () => (isSignedIn = false) };
}

const SETTINGS = { kind: 'settings-changed' } as const;

describe('a stream of events', () => {
  test('carries each event as a line of data, and comments between them', async () => {
    const { hub, streams, watcher } = rig();
    const stream = streams.start(watcher());
    hub.publish(SETTINGS);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(stream.read()?.toString()).toBe('retry: 2000\n\ndata: {"kind":"settings-changed"}\n\n:\n\n');
  });

  test('ends soon after the session', async () => {
    const { hub, streams, watcher, signOut } = rig();
    const stream = streams.start(watcher());
    stream.resume();
    signOut();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(stream.writableEnded).toBe(true);
    expect(hub.watchers).toBe(0);
  });

  test('is cut off when its reader falls behind, so that events do not pile up', async () => {
    const { hub, streams, watcher } = rig();
    const stream = streams.start(watcher());
    const deviceIds = Array.from({ length: 100 }, (_, at) => `mac-${String(at).padStart(12, '0')}`);
    for (let at = 0; at < 2000; at++) hub.publish({ kind: 'devices-changed', deviceIds, total: 100 });
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.destroyed).toBe(true);
    expect(hub.watchers).toBe(0);
  });

  test('is one of a bounded number of a session', () => {
    const { streams, watcher } = rig();
    for (let at = 0; at < 12; at++) streams.start(watcher());
    expect(() => streams.start(watcher())).toThrow('too-many-attempts');
    expect(() => streams.start(watcher('b'))).not.toThrow();
  });

  test('ends with the server', async () => {
    const { hub, streams, watcher } = rig();
    const stream = streams.start(watcher());
    stream.resume();
    streams.endAll();
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.destroyed).toBe(true);
    expect(hub.watchers).toBe(0);
  });
});
