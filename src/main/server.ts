import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Clock, createServer, EventHub, hashPassword, oneTimePassword, type Ports } from '#server';
import { accounts, openStore, type Store } from '#store';
import { SERVER } from './actor.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { knowledgeFromData } from './knowledge.ts';
import { accountsOn } from './ports/accounts.ts';
import { capturesOn } from './ports/captures.ts';
import { devicesOn } from './ports/devices.ts';
import { deviceTypesOn } from './ports/device-types.ts';
import { healthOn } from './ports/health.ts';
import { networkMapsOn } from './ports/network-maps.ts';
import { overviewOn } from './ports/overview.ts';
import { approvalsOn, auditOn, settingsOn } from './ports/records.ts';
import { sensorsOn } from './ports/sensors.ts';
import { sessionsOn } from './ports/sessions.ts';
import { CaptureFolder } from './reading/capture-folder.ts';
import { CaptureQueue } from './reading/capture-queue.ts';
import { Ingest } from './reading/ingest.ts';
import { KeptCaptures } from './reading/kept-captures.ts';
import { keptCapturesPlace } from './reading/kept-captures-place.ts';
import { LiveSensors } from './reading/live-sensors.ts';
import { Retention } from './site/retention.ts';
import { Site } from './site/site.ts';

const ENGINE_PROCESS = new URL('engine-process.ts', import.meta.url);
const WEB_APP = fileURLToPath(new URL('../../web/dist', import.meta.url));
const MANIFEST = new URL('../../package.json', import.meta.url);
const SPOOL = 'spool';

export interface StartOptions {
  readonly logStream: { write(line: string): void };
  /** The first administrator's password when this is the first start; it is told here and nowhere else. */
  readonly onFirstPassword: (login: string, password: string) => void;
  /** That password, where one is given; then it need not be changed. */
  readonly firstPassword?: string;
  readonly checksAnswers?: boolean;
  /** Another time than that of this machine. */
  readonly clock?: Clock;
}

export type Server = Awaited<ReturnType<typeof startServer>>;

/** Puts everything together and listens. Rejects with a Fault of the store, or with the error of listening. */
export async function startServer(config: Config, options: StartOptions) {
  const store = await openStore(config.place);
  try {
    return await startOn(store, config, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(store: Store, config: Config, options: StartOptions) {
  const clock = options.clock ?? systemClock();
  const events = new EventHub();
  const knowledge = knowledgeFromData();
  const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
  const spoolFolder = join(config.dataFolder, SPOOL);
  const site = new Site(store, knowledge, events);
  const ingest = new Ingest({ store, site, events, clock });
  const log = (what: string, details: Readonly<Record<string, string | number>>): void => web.log.warn(details, what);
  const reading = { store, ingest, events, clock, entry: ENGINE_PROCESS, log };
  const kept = new KeptCaptures({ ...reading, ...keptCapturesPlace(config) });
  const queue = new CaptureQueue({ ...reading, spoolFolder, kept });
  const live = new LiveSensors(reading);
  const retention = new Retention(store, site, clock, kept);
  const ports: Ports = {
    clock,
    accounts: accountsOn(store),
    sessions: sessionsOn(store, clock),
    devices: devicesOn(store, site, knowledge),
    overview: overviewOn(store),
    networkMaps: networkMapsOn(site),
    captures: capturesOn(store, queue, new CaptureFolder(config.captureFolder), kept),
    sensors: sensorsOn(store, live),
    audit: auditOn(store),
    approvals: approvalsOn(store, clock, events),
    settings: settingsOn(store, events),
    deviceTypes: deviceTypesOn(knowledge),
    health: healthOn(store, site),
  };
  const { origin, trustedProxies, tls } = config;
  const web = await createServer({
    ports,
    events,
    spool: { folder: spoolFolder, mostBytes: config.uploadMostBytes },
    webFolder: WEB_APP,
    version,
    origin,
    trustedProxies,
    tls,
    log: { level: config.logLevel, stream: options.logStream },
    checksAnswers: options.checksAnswers,
  });
  await store.change({ kind: 'server.started', actor: SERVER, atUs: clock.nowUs(), details: { version } }, () =>
    Promise.resolve(),
  );
  await makeFirstAdministrator(store, clock.nowUs(), options);
  await site.restore();
  const address = await web.listen({ host: config.host, port: config.port });
  await queue.resume();
  await kept.removeExpired();
  await live.resume();
  const close = async (): Promise<void> => {
    await web.close();
    await queue.stop();
    await live.stopAll();
    await retention.stop();
    await site.stop();
    await store.close();
  };
  return { address: origin ?? address, web, store, clock, events, site, ingest, queue, retention, close };
}

const FIRST_LOGIN = 'administrator';

/** Without any account nobody could ever sign in. */
async function makeFirstAdministrator(
  store: Store,
  atUs: number,
  { firstPassword, onFirstPassword }: StartOptions,
): Promise<void> {
  const known = await store.transaction((transaction) => accounts.list(transaction));
  if (known.length > 0) return;
  const password = firstPassword ?? oneTimePassword();
  const passwordHash = await hashPassword(password);
  await store.change({ kind: 'account.first-created', actor: SERVER, atUs }, async (change) => {
    const account = await accounts.create(change, {
      login: FIRST_LOGIN,
      name: FIRST_LOGIN,
      role: 'administrator',
      passwordHash,
      mustChangePassword: firstPassword === undefined,
    });
    change.tell({ subject: { kind: 'account', id: account.id, name: account.name } });
  });
  onFirstPassword(FIRST_LOGIN, password);
}
