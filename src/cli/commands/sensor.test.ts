import { expect, test } from 'vitest';
import { worldFor } from '../../../tests/world.ts';
import { EXIT, type LiveNews, type LiveWatch } from '../command.ts';
import { sensor } from './sensor.ts';

const COVERAGE = { flows: 1, oneWayFlows: 1, bytes: 84, unknownBytes: 0, encryptedBytes: 0, vlans: [] };
const pairing = { mac: '00:09:fb:10:00:41', ip: '10.0.0.1', vlan: 0, flows: 1, ttl: 64, firstSeen: 1, lastSeen: 2 };
const NEWS: LiveNews = { observations: { pairings: [pairing] }, packets: 2, bytes: 84, coverage: COVERAGE };

interface Watched {
  readonly news?: LiveNews;
  readonly outcome?: 'done' | 'failed';
  readonly reason?: string;
}

function watching({ news, outcome = 'done', reason = '' }: Watched) {
  const names: string[] = [];
  const watch = (name: string, heard: (told: LiveNews) => void): LiveWatch => {
    names.push(name);
    const ended = Promise.resolve().then(() => {
      if (news !== undefined) heard(news);
      return { outcome, reason };
    });
    return { droppedPackets: 3, stop: () => {}, ended };
  };
  return { ...worldFor({ watch }), names };
}

test('shows packets and drops while it runs, and the devices at its end', async () => {
  const { world, out, err, names } = watching({ news: NEWS });
  expect(await sensor.run(['eth1'], world)).toBe(EXIT.done);
  expect(names).toEqual(['eth1']);
  expect(err()).toMatch(/eth1: 2 packets, .* 3 dropped by the kernel/);
  expect(out()).toMatch(/1 devices[\s\S]*10\.0\.0\.1 +00:09:fb:10:00:41/);
});

test('what the recorder said last is why it failed, in both languages', async () => {
  const { world, err } = watching({ outcome: 'failed', reason: 'tcpdump: eth9: No such device exists\n' });
  expect(await sensor.run(['eth9'], world)).toBe(EXIT.failed);
  expect(err()).toMatch(/eth9: tcpdump: eth9: No such device exists; install tcpdump/);
  expect(err()).toMatch(/tcpdumpを導入し/);
});

test.each([[[]], [['a', 'b']], [['eth0', '--seconds', '0']], [['eth0', '--seconds', 'soon']], [['--what']]])(
  'usage: %j',
  async (args) => {
    const { world, err } = worldFor({});
    expect(await sensor.run(args, world)).toBe(EXIT.usage);
    expect(err()).toContain('mimamori sensor INTERFACE');
  },
);
