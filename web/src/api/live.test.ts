import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureSpeedKey, followServer } from './live.ts';

/** What the browser gives; the test speaks for the server. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static latest: FakeSource;
  static made = 0;
  readyState = 1;

  constructor() {
    super();
    FakeSource.latest = this;
    FakeSource.made++;
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }

  say(event: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}

const CAPTURE = '01a2001f-734c-7f3c-ba96-e1d65ca2ad2d';
const summary = { id: CAPTURE, name: 'a.pcap', state: 'reading', packets: 10, readBytes: 5, sizeBytes: 100 };
const news = {
  kind: 'capture-changed',
  captureId: CAPTURE,
  state: 'reading',
  packets: 900,
  packetsPerSecond: 88_000.5,
};

let queryClient: QueryClient;
let invalidated: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.made = 0;
  queryClient = new QueryClient();
  invalidated = [];
  vi.spyOn(queryClient, 'invalidateQueries').mockImplementation((filters) => {
    invalidated.push((filters?.queryKey ?? ['everything']).join('/'));
    return Promise.resolve();
  });
  stop = followServer(queryClient);
});

afterEach(() => {
  stop();
  queryClient.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('following the server', () => {
  it('asks again for what a changed device shows in', () => {
    FakeSource.latest.say({ kind: 'devices-changed', deviceIds: ['mac-1'], total: 3 });
    vi.advanceTimersByTime(1);
    expect(invalidated.sort()).toEqual(['coverage', 'device/mac-1', 'devices', 'facets', 'map', 'overview']);
  });

  it('asks for all devices when too many changed to name them', () => {
    FakeSource.latest.say({ kind: 'devices-changed', total: 3 });
    vi.advanceTimersByTime(1);
    expect(invalidated).toContain('device');
  });

  it('does not ask for every one of many changes', () => {
    for (let i = 0; i < 50; i++) {
      FakeSource.latest.say({ kind: 'devices-changed', total: i });
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(10_000);
    expect(invalidated.filter((key) => key === 'overview')).toHaveLength(4);
  });

  it('shows the progress of a capture without asking', () => {
    queryClient.setQueryData(['captures'], { pages: [{ total: 1, captures: [summary] }], pageParams: [0] });
    FakeSource.latest.say({ ...news, readBytes: 50, sizeBytes: 100 });
    vi.advanceTimersByTime(1);
    expect(queryClient.getQueryData(['captures'])).toMatchObject({
      pages: [{ captures: [{ packets: 900, readBytes: 50, name: 'a.pcap' }] }],
    });
    expect(queryClient.getQueryData(captureSpeedKey(CAPTURE))).toBe(88_000.5);
    expect(invalidated).toEqual([]);
  });

  it('asks for the captures when one is new or has ended', () => {
    FakeSource.latest.say(news);
    vi.advanceTimersByTime(1);
    expect(invalidated).toEqual(['captures']);
  });

  it('takes no notice of what it does not understand', () => {
    FakeSource.latest.say({ kind: 'something-new' });
    vi.advanceTimersByTime(1);
    expect(invalidated).toEqual([]);
  });

  it('asks for everything after the connection was lost, since events may have been', () => {
    FakeSource.latest.dispatchEvent(new Event('error'));
    FakeSource.latest.dispatchEvent(new Event('open'));
    expect(invalidated).toEqual(['everything']);
  });

  it('looks at the session and connects again when it was refused', () => {
    FakeSource.latest.close();
    FakeSource.latest.dispatchEvent(new Event('error'));
    expect(invalidated).toEqual(['session']);
    vi.advanceTimersByTime(6000);
    expect(FakeSource.made).toBe(2);
  });
});
