import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ServerEvent } from '#contract';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { FIRST_PASSWORD, runServer, type RunningServer } from '../../../tests/running-server.ts';

let running: RunningServer;
beforeAll(async () => {
  running = await runServer();
});
afterAll(() => running.stop());

async function cookieOf(login: string, password: string): Promise<string> {
  const answer = await fetch(`${running.server.address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Follows events over a real connection until `until` is content. */
async function follow(cookie: string, act: () => Promise<unknown>, until: (events: ServerEvent[]) => boolean) {
  const abort = new AbortController();
  const answer = await fetch(`${running.server.address}/api/events`, { headers: { cookie }, signal: abort.signal });
  const events: ServerEvent[] = [];
  const acted = act();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) events.push(ServerEvent.parse(JSON.parse(part.slice(6))));
    if (until(events)) break;
  }
  abort.abort();
  await acted;
  return { answer, events };
}

describe('server.events', () => {
  test('tell that a capture is read and which devices it brought', async () => {
    const cookie = await cookieOf('administrator', FIRST_PASSWORD);
    const { answer, events } = await follow(
      cookie,
      () => running.upload(captureOfPrograms('dhcp.pcap')),
      (seen) => seen.some(({ kind }) => kind === 'devices-changed'),
    );
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const states = events.flatMap((event) => (event.kind === 'capture-changed' ? [event.state] : []));
    expect(states).toEqual(['queued', 'done']);
    const { total, devices } = await running.administrator.client.devices.list();
    expect(events.find(({ kind }) => kind === 'devices-changed')).toEqual({
      kind: 'devices-changed',
      deviceIds: devices.map(({ id }) => id).toSorted(),
      total,
    });
  });

  test('tell of settings and approvals', async () => {
    const cookie = await cookieOf('administrator', FIRST_PASSWORD);
    const { events } = await follow(
      cookie,
      () => running.administrator.client.settings.change({ body: { language: 'en' } }),
      (seen) => seen.length > 0,
    );
    expect(events).toEqual([{ kind: 'settings-changed' }]);
  });

  test('are for people who have signed in', async () => {
    expect((await fetch(`${running.server.address}/api/events`)).status).toBe(401);
    await running.administrator.client.session.whoAmI();
    expect((await running.nobody.request({ path: '/api/events' })).status).toBe(401);
  });

  test('have no reader left when their connections are closed', async () => {
    const cookie = await cookieOf('administrator', FIRST_PASSWORD);
    await follow(
      cookie,
      () => running.administrator.client.settings.change({ body: { language: 'ja' } }),
      (seen) => seen.length > 0,
    );
    await expect.poll(() => running.server.events.watchers).toBe(0);
  });
});
