import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Exclusions } from './exclusions.ts';
import { type ExpectedFlow, type Meaning, agreement, meaningOf, readMeanings } from './labels.ts';
import type { InspectDocument, ProductEdge } from './product.ts';

const meanings = new Map<string, Meaning>([
  ['TLS', new Set(['tls'])],
  ['Zabbix', new Set<string>()],
  ['Dropbox', 'any'],
]);

function said(...edges: readonly ProductEdge[]): InspectDocument {
  return { captures: [], facts: [], edges, devices: [], truncated: new Map() };
}

const exclusions: Exclusions = {
  ofExpected: () => -1,
  ofPackets: () => -1,
  ofSaid: (_, family, label, protocol) => (family === 'labels' && label === 'TLS' && protocol === 'anydesk' ? 0 : -1),
  reasons: [],
};

const edge = (protocol: string, port = 443): ProductEdge => ({
  client: '10.0.0.1',
  server: 'FE80::2',
  transport: 'TCP',
  port,
  protocol,
});
const flow = (label: string): ExpectedFlow => ({ transport: 'tcp', a: '10.0.0.1:50000', b: '[fe80::2]:443', label });
const judge = (label: string, ...edges: readonly ProductEdge[]) =>
  agreement('f', [flow(label)], said(...edges), { meanings, exclusions });

test('the same protocol agrees, also for a service over it', () => {
  expect(judge('TLS', edge('tls'))).toMatchObject({ both: 1, agreed: 1 });
  expect(judge('TLS.Google', edge('tls'))).toMatchObject({ both: 1, agreed: 1 });
});

test('the opener may stand on either side', () => {
  const backward = { ...edge('tls', 50000), client: 'fe80::2', server: '10.0.0.1' };
  expect(judge('TLS', backward)).toMatchObject({ both: 1, agreed: 1 });
});

test('another protocol disagrees, also with a label that is none of ours', () => {
  expect(judge('TLS', edge('ssh')).disagreements).toHaveLength(1);
  expect(judge('Zabbix', edge('http')).disagreements).toHaveLength(1);
});

test('a flow that an exclusion names is not counted', () => {
  expect(judge('TLS', edge('anydesk'))).toEqual({ both: 0, agreed: 0, disagreements: [] });
});

test('a flow that one side does not name is not counted', () => {
  expect(judge('Unknown', edge('tls')).both).toBe(0);
  expect(judge('Dropbox', edge('tls')).both).toBe(0);
  expect(judge('TLS', edge('unknown')).both).toBe(0);
  expect(judge('TLS', edge('tls', 8443)).both).toBe(0);
});

test('the committed table is read', () => {
  const committed = readMeanings(join(import.meta.dirname, 'labels.tsv'));
  expect(meaningOf('TLS.Amazon', committed)).toEqual(new Set(['tls']));
  expect(meaningOf('NetBIOS.SMBv1', committed)).toContain('smb');
});
