import { createClient, Refusal } from '#contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserTransport, Unreachable } from './transport.ts';

const api = createClient(browserTransport);
const answer = (status: number, body: string): void => {
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(new Response(body, { status }))),
  );
};

afterEach(() => vi.unstubAllGlobals());

describe('the way to the server', () => {
  it('asks in the language of the page, with the session', async () => {
    answer(200, '{"total":0,"devices":[]}');
    await api.devices.list({ query: { type: ['T061', 'T062'], limit: 5 } });
    expect(fetch).toHaveBeenCalledWith('/api/devices?type=T061&type=T062&limit=5', {
      method: 'GET',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Accept-Language': 'ja' },
    });
  });

  it('sends what is to be changed as JSON', async () => {
    answer(200, '{}');
    await api.devices.correct({
      params: { deviceId: 'ip-10.0.0.1/x', conclusion: 'type' },
      body: { value: 'T061' },
    });
    expect(fetch).toHaveBeenCalledWith(
      '/api/devices/ip-10.0.0.1%2Fx/corrections/type',
      expect.objectContaining({ method: 'PUT', body: '{"value":"T061"}' }),
    );
  });

  it('hands on why the server refuses', async () => {
    const problem = {
      type: 'about:blank',
      status: 403,
      title: 'いいえ',
      detail: '管理者に',
      code: 'permission-denied',
    };
    answer(403, JSON.stringify(problem));
    await expect(api.audit.verify()).rejects.toSatisfy(
      (error) => error instanceof Refusal && error.problem.title === 'いいえ',
    );
  });

  it('takes a download as a file, and a refusal of it as one of ours', async () => {
    const asked = { params: { captureId: 'x' }, body: { reason: 'a fault' } };
    answer(200, 'bytes of a capture');
    const file = await api.captures.openKept(asked);
    expect(file).toBeInstanceOf(Blob);
    expect(await (file as Blob).text()).toBe('bytes of a capture');
    const problem = { type: 'about:blank', status: 404, title: 'a', detail: 'b', code: 'not-found' };
    answer(404, JSON.stringify(problem));
    await expect(api.captures.openKept(asked)).rejects.toBeInstanceOf(Refusal);
    const body = new ReadableStream({ start: (stream) => stream.error(new Error('broken off')) });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)));
    await expect(api.captures.openKept(asked)).rejects.toBeInstanceOf(Unreachable);
  });

  it('tells a server that is away from an answer that is none of ours', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(api.settings.get()).rejects.toBeInstanceOf(Unreachable);
    answer(502, '<html>Bad gateway</html>');
    await expect(api.settings.get()).rejects.toThrow(/not one of Mimamori/);
  });
});
