import { writeFileSync } from 'node:fs';
import type { CaptureOptions } from './flags.ts';
import type { Count } from './pcap-writer.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { Scene } from './scene.ts';
import { type Exchange, Schedule } from './schedule.ts';

interface MixedIn {
  /** Weights up to and including its own. */
  readonly upTo: number;
  readonly start: (count: Count) => Exchange;
  readonly count: Count;
}

export interface Made {
  readonly packets: number;
  readonly bytes: number;
  readonly exchanges: number;
  readonly hosts: number;
}

/**
 * Writes one capture, and its truth where asked for.
 * @throws RangeError when the mix names unknown traffic
 */
export function makeCapture(options: CaptureOptions): Made {
  const scene = new Scene(options);
  const { writer } = scene;
  const starters = new Map(PROTOCOLS.map((protocol) => [protocol.id, protocol.prepare(scene)]));
  const kinds: Record<string, Count> = {};
  const mix: MixedIn[] = [];
  let total = 0;
  for (const part of options.mix.split(',')) {
    const [name = '', weight = '1'] = part.split('=');
    const start = starters.get(name);
    if (start === undefined) throw new RangeError(`unknown kind of traffic '${name}' in --mix`);
    const count = { exchanges: 0, packets: 0, bytes: 0 };
    kinds[name] = count;
    total += Number(weight);
    mix.push({ upTo: total, start, count });
  }
  const exchanges = play(scene, mix, total);
  writer.close();
  if (options.truth !== '') writeTruth(scene, kinds, exchanges);
  return { packets: writer.packets, bytes: writer.bytes, exchanges, hosts: scene.network.clients.length };
}

/** Starts exchanges at random times and lets them take turns; answers how many. */
function play(scene: Scene, mix: readonly MixedIn[], total: number): number {
  const { options, random, writer } = scene;
  const schedule = new Schedule();
  const gap = options.seconds / options.flows;
  let started = 0;
  let nextStart = random.exponential(gap);
  for (;;) {
    if (options.packets > 0 && writer.packets >= options.packets) break;
    if (options.bytes > 0 && writer.bytes >= options.bytes) break;
    if (started < options.flows && (schedule.isEmpty || nextStart <= schedule.next)) {
      const chance = random.fraction() * total;
      const { start, count } = mix.find(({ upTo }) => upTo > chance)!;
      count.exchanges++;
      schedule.push(nextStart, start(count));
      nextStart += random.exponential(gap);
      started++;
    }
    if (schedule.isEmpty) break;
    const now = schedule.next;
    const exchange = schedule.pop();
    const next = exchange.step(now);
    if (next >= 0) schedule.push(next, exchange);
  }
  return started;
}

function writeTruth(scene: Scene, kinds: Readonly<Record<string, Count>>, exchanges: number): void {
  const dotted = (bytes: Buffer): string => [...bytes].join('.');
  const colons = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  const { options, writer, impaired, network } = scene;
  const hosts = network.seen().map((host) => ({
    mac: colons(host.mac),
    ip: dotted(host.ip),
    class: host.cls.name,
    vlan: host.vlan,
    name: host.label,
    vendor: host.cls.vendor,
    model: host.cls.model,
    version: host.version,
    serial: host.serial,
  }));
  const truth = {
    seed: options.seed,
    packets: writer.packets,
    bytes: writer.bytes,
    exchanges,
    impaired,
    kinds,
    hosts,
  };
  writeFileSync(options.truth, JSON.stringify(truth, null, 1));
}
