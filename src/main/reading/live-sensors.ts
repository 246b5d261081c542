import type { Sensor } from '#contract';
import { Fault } from '#kernel';
import { LiveCapture } from '#sensor';
import type { Act, Clock, EventHub } from '#server';
import { captures, runs, sensors, type Store, type Transaction } from '#store';
import { SERVER } from '../actor.ts';
import { AssignedUplink } from './assigned-uplink.ts';
import type { Ingest } from './ingest.ts';
import { listInterfaces } from './network-interfaces.ts';

/** A recorder that may not capture ends at once; one that lives this long has begun. */
const BEGIN_MS = 1200;
/** What the recorder said last that fits into a message. */
const REASON_CHARACTERS = 200;

export interface LiveOptions {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly entry: URL;
  readonly log: (what: string, details: Readonly<Record<string, string | number>>) => void;
}

interface Running {
  readonly capture: LiveCapture;
  readonly captureId: string;
  readonly run: number;
  /** Resolves when the end is in the store. */
  readonly finished: Promise<Sensor>;
  /** A person asked for the end; without that it is a failure. */
  isEnding: boolean;
}

/** Live captures of this server, one an interface. What was watched when the last process ended is watched again. */
export class LiveSensors {
  private readonly options: LiveOptions;
  private readonly running = new Map<string, Running>();
  private isStopped = false;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  async resume(): Promise<void> {
    const { store, clock, log } = this.options;
    const wanted = await store.transaction(async (transaction) => {
      for (const capture of await captures.open(transaction)) {
        if (capture.origin === 'live')
          await captures.end(transaction, capture.id, { state: 'cancelled' }, clock.nowUs());
      }
      const live = (await sensors.list(transaction)).filter((sensor) => sensor.interface !== undefined);
      const inProgress = await runs.inProgress(transaction);
      for (const { run } of inProgress.filter(({ sensorId }) => live.some(({ id }) => id === sensorId))) {
        await runs.end(transaction, run, clock.nowUs());
      }
      return live.filter(({ state }) => state === 'live').flatMap((sensor) => sensor.interface ?? []);
    });
    for (const name of wanted) {
      const act: Act = { kind: 'sensor.started', actor: SERVER, atUs: clock.nowUs() };
      await this.start(act, name).catch((error: unknown) =>
        log('live capture not resumed', { interface: name, error: error instanceof Fault ? error.code : 'internal' }),
      );
    }
  }

  async start(act: Act, name: string): Promise<Sensor> {
    const { store } = this.options;
    if (!listInterfaces().some((each) => each.name === name))
      throw new Fault('not-found', { what: 'interface', id: name });
    const begun = await store.change(act, async (change) => {
      const sensor = await sensors.ensure(change, { name, interface: name }, act.atUs);
      if (this.running.has(sensor.id)) throw new Fault('state-conflict', { what: 'sensor', id: name, state: 'live' });
      change.tell({ subject: { kind: 'sensor', id: sensor.id, name } });
      const run = await runs.begin(change, sensor.id, act.atUs);
      const addedBy = act.actor.name;
      const capture = await captures.add(change, { name, origin: 'live', sensorId: sensor.id, addedBy }, act.atUs);
      await captures.begin(change, capture.id, run);
      const started = await sensors.update(change, sensor.id, { state: 'live', packetsPerSecond: 0, error: null });
      return { sensor: started, run, captureId: capture.id };
    });
    const { sensor, run, captureId } = begun;
    const { entry, ingest } = this.options;
    const assignment = { sensorId: sensor.id, run, captureId, committed: 0 };
    const uplink = new AssignedUplink(ingest, assignment);
    const capture = new LiveCapture({ entry, interface: name, manner: 'live', assignment, uplink });
    const finished = capture.ended.then(({ reason }) => this.finish(sensor, run, captureId, reason));
    this.running.set(sensor.id, { capture, captureId, run, finished, isEnding: false });
    this.publish(sensor);
    const ended = await Promise.race([capture.ended, begins()]);
    if (ended === undefined) return sensor;
    await finished;
    throw new Fault('live-capture-unavailable', { id: name, reason: shortened(ended.reason) });
  }

  async stop(act: Act, id: string): Promise<Sensor> {
    const { store } = this.options;
    const sensor = await store.change(act, async (change) => {
      const sensor = await sensors.find(change, id);
      if (sensor === undefined) throw new Fault('not-found', { what: 'sensor', id });
      if (!this.running.has(id))
        throw new Fault('state-conflict', { what: 'sensor', id: sensor.name, state: sensor.state });
      change.tell({ subject: { kind: 'sensor', id, name: sensor.name } });
      return sensor;
    });
    const running = this.running.get(id);
    if (running === undefined) return sensor;
    running.isEnding = true;
    running.capture.stop();
    return await running.finished;
  }

  /** Hands on what was recorded and ends; the next process watches again. */
  async stopAll(): Promise<void> {
    this.isStopped = true;
    for (const { capture } of this.running.values()) capture.stop();
    await Promise.all([...this.running.values()].map(({ finished }) => finished));
  }

  /** Both processes are gone. What they could not say is said here. */
  private async finish(before: Sensor, run: number, captureId: string, reason: string): Promise<Sensor> {
    const { store, clock, log } = this.options;
    const atUs = clock.nowUs();
    const isEnding = this.running.get(before.id)?.isEnding ?? false;
    const work = async (transaction: Transaction): Promise<Sensor> => {
      await runs.end(transaction, run, atUs);
      const capture = await captures.find(transaction, captureId);
      if (capture?.endedAt === undefined) {
        await captures.end(transaction, captureId, { state: 'failed', error: 'live-capture-unavailable' }, atUs);
      }
      // With the server a capture only pauses.
      const state = this.isStopped ? 'live' : isEnding ? 'idle' : 'failed';
      const error = state === 'failed' ? 'live-capture-unavailable' : null;
      return await sensors.update(transaction, before.id, { state, packetsPerSecond: 0, error });
    };
    try {
      const sensor = await store.transaction(work);
      this.publish(sensor);
      return sensor;
    } catch (error) {
      log('end of a live capture not kept', { sensor: before.id, error: String(error) });
      return before;
    } finally {
      this.running.delete(before.id);
      if (reason !== '') log('recorder ended', { sensor: before.id, reason: shortened(reason) });
    }
  }

  private publish({ id, state, packets, packetsPerSecond, droppedPackets }: Sensor): void {
    this.options.events.publish({
      kind: 'sensor-changed',
      sensorId: id,
      state,
      packets,
      packetsPerSecond,
      droppedPackets,
    });
  }
}

const begins = (): Promise<undefined> => new Promise((resolve) => setTimeout(() => resolve(undefined), BEGIN_MS));

/** The recorder's last line says why; those before it are its greeting. */
function shortened(reason: string): string {
  const line = reason.trim().split('\n').at(-1) ?? '';
  return line.replaceAll(/\p{Cc}/gu, ' ').slice(0, REASON_CHARACTERS);
}
