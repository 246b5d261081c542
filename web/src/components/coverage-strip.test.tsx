import type { Coverage } from '#contract';
import { describe, expect, it } from 'vitest';
import { draw, textOf } from '../testing/draw.tsx';
import { CoverageNumbers } from './coverage-strip.tsx';

const COVERAGE: Coverage = {
  flows: 200,
  oneWayFlows: 5,
  bytes: 1000,
  unknownBytes: 111,
  encryptedBytes: 0,
  vlans: [
    { vlan: 0, bytes: 1 },
    { vlan: 20, bytes: 2 },
  ],
  droppedPackets: 12,
  truncated: { facts: 1, edges: 2, flows: 3 },
  sensors: 1,
  first: '2026-06-09T21:00:00.000000Z',
  last: '2026-06-10T02:00:00.000000Z',
};

describe('the coverage strip', () => {
  it('says what was not seen, as shares', async () => {
    const text = textOf(await draw(<CoverageNumbers coverage={COVERAGE} />));
    expect(text).toContain('1 sensor · 5 hrs');
    expect(text).toContain('One way only 2.5%');
    expect(text).toContain('Not recognised 11%');
    expect(text).toContain('Encrypted 0%');
    expect(text).toContain('VLANs 2');
  });

  it('makes losses stand out, and only losses', async () => {
    const drawn = await draw(<CoverageNumbers coverage={COVERAGE} />, 'ja');
    expect(drawn.match(/data-loss="true"><dt>[^<]+<\/dt><dd>[^<]+/g)).toEqual([
      'data-loss="true"><dt>取りこぼし</dt><dd>12',
      'data-loss="true"><dt>上限による省略</dt><dd>6',
    ]);
  });

  it('claims no share of nothing', async () => {
    const { first: _, last: __, ...rest } = COVERAGE;
    const nothing = { ...rest, flows: 0, oneWayFlows: 0, bytes: 0, unknownBytes: 0, droppedPackets: 0, vlans: [] };
    const text = textOf(await draw(<CoverageNumbers coverage={nothing} />));
    expect(text).toContain('Nothing observed yet');
    expect(text).toContain('One way only –');
  });
});
