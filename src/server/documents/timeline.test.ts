import type { Device } from '#contract';
import { expect, test } from 'vitest';
import { timelineOf } from './timeline.ts';

const iso = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000Z`;
const US = 1_000_000;
const START_US = Date.UTC(2026, 0, 1) * 1000;

function evidence(attribute: string, factKind: string, second: number, protocol = 'dicom'): Device['evidence'][number] {
  return {
    id: `${attribute}#1`,
    kind: 'observed',
    factKind,
    attribute,
    value: 'x',
    subject: {},
    protocol,
    weight: 1,
    count: 1,
    firstSeen: iso(second),
    lastSeen: iso(second),
  };
}

const device = (list: Device['evidence']): Device => ({
  id: 'mac-1',
  macs: [],
  ips: [],
  names: [],
  conclusions: {},
  software: [],
  missing: [],
  use: { activeHours: [] },
  vlans: [],
  personalData: [],
  corrected: [],
  corrections: [],
  firstSeen: iso(1),
  lastSeen: iso(50),
  identity: [],
  evidence: list,
});

test('tells what became known, the newest first', () => {
  const entries = timelineOf(
    device([
      evidence('dicom.model', 'model-seen', 10),
      evidence('arp.binding', 'address-bound', 5, 'arp'),
      evidence('tcp.stack', 'fingerprint-seen', 11, 'tcp'),
      evidence('traffic.server-of', 'role-played', 12, 'traffic'),
      evidence('mac.holder', 'manufacturer-seen', 13, 'registry'),
    ]),
    [
      { conclusion: 'type', value: 'T001', who: '木村', atUs: START_US + 20 * US },
      {
        conclusion: 'model',
        value: 'A',
        who: '木村',
        atUs: START_US + 30 * US,
        withdrawnBy: '田中',
        withdrawnAtUs: START_US + 40 * US,
      },
    ],
  );
  expect(entries).toEqual([
    { at: iso(50), kind: 'last-seen' },
    { at: iso(40), kind: 'withdrawal', attribute: 'model', value: 'A', who: '田中' },
    { at: iso(30), kind: 'correction', attribute: 'model', value: 'A', who: '木村' },
    { at: iso(20), kind: 'correction', attribute: 'type', value: 'T001', who: '木村' },
    { at: iso(10), kind: 'value', attribute: 'dicom.model', value: 'x', evidenceId: 'dicom.model#1' },
    { at: iso(5), kind: 'address', attribute: 'arp.binding', value: 'x', evidenceId: 'arp.binding#1' },
    { at: iso(1), kind: 'first-seen' },
  ]);
});

test('is bounded', () => {
  const many = Array.from({ length: 2000 }, (_, at) => evidence(`dicom.a${at}`, 'model-seen', at % 60));
  expect(timelineOf(device(many), [])).toHaveLength(500);
});
