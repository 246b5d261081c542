import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '../../src/contract/index.ts';

/**
 * Somebody with the web app open, in a process of their own: asks for the overview, a page of devices and the page of one
 * device, one question after the other without a pause, until the parent lets go. Tells how long each answer took.
 *
 *   node visitor.ts ADDRESS LOGIN PASSWORD
 */

export const PAGES = ['overview', 'devices', 'device'] as const;
export type Page = (typeof PAGES)[number];

/** Milliseconds of each answer, by page. */
export type Waits = Readonly<Record<Page, readonly number[]>>;

const RETRY_MS = 200;
const DEVICES_A_PAGE = 50;
/** Devices of the page that are opened in turn. */
const OPENED = 10;

async function signedIn(address: string, login: string, password: string): Promise<Client> {
  const body = JSON.stringify({ login, password });
  const headers = { 'content-type': 'application/json', origin: address };
  const answer = await fetch(`${address}/api/session`, { method: 'POST', headers, body });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`sign-in: ${await answer.text()}`);
  return createClient(async ({ method, path }) => {
    const { status, text } = await fetch(address + path, { method, headers: { cookie } }).then(async (got) => ({
      status: got.status,
      text: await got.text(),
    }));
    return { status, body: JSON.parse(text) as unknown };
  });
}

async function visit(client: Client, isOver: () => boolean): Promise<Waits> {
  const waits: Record<Page, number[]> = { overview: [], devices: [], device: [] };
  const timed = async <T>(page: Page, ask: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const answer = await ask();
    waits[page].push(performance.now() - began);
    return answer;
  };
  for (let round = 0; !isOver(); round++) {
    await timed('overview', () => client.overview.get());
    const { devices } = await timed('devices', () => client.devices.list({ query: { limit: DEVICES_A_PAGE } }));
    const opened = devices[round % Math.min(OPENED, devices.length)];
    if (opened === undefined) await sleep(RETRY_MS);
    else {
      const params = { deviceId: opened.id };
      await timed('device', () =>
        Promise.all([
          client.devices.get({ params }),
          client.devices.timeline({ params }),
          client.devices.edges({ params }),
        ]),
      );
    }
  }
  return waits;
}

if (import.meta.main) {
  const [address = '', login = '', password = ''] = process.argv.slice(2);
  let over = false;
  process.on('message', () => (over = true));
  const client = await signedIn(address, login, password);
  process.send?.('ready');
  const waits = await visit(client, () => over);
  process.send?.(waits, () => process.disconnect());
}
