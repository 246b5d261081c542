import type { Batch } from '../../src/sensor/index.ts';
import type { Edge, Fact } from '../../src/wire/index.ts';

/** How much is sent. Half of what a batch says is news, the other half has been said before. */
export interface Size {
  readonly batches: number;
  readonly facts: number;
  readonly edges: number;
}

const NOON = 1_795_262_400_000_000;
const HEADER_BYTES = 54;
const ATTRIBUTES = ['dhcp.hostname', 'http.user-agent', 'tls.ja4', 'dicom.calling-ae', 'mdns.service'];

export function factsOf(batch: number, { facts }: Size): Fact[] {
  const half = Math.floor(facts / 2);
  return Array.from({ length: facts }, (_, at) => factOf(at < half ? at : batch * half + at, batch, at >= half));
}

function factOf(id: number, batch: number, isNew: boolean): Fact {
  const attribute = ATTRIBUTES[id % ATTRIBUTES.length] ?? '';
  const host = Math.floor(id / ATTRIBUTES.length);
  const value = `${attribute} of host ${host}, as long as values tend to be`;
  const bytes = new TextEncoder().encode(value);
  const excerpt = {
    frame: id + 1,
    length: HEADER_BYTES + bytes.length,
    sha256: 'ab'.repeat(32),
    kept: [
      { offset: 0, bytes: new Uint8Array(HEADER_BYTES).fill(id & 0xff) },
      { offset: HEADER_BYTES, bytes },
    ],
  };
  return {
    kind: 'name-seen',
    attribute,
    value,
    subject: { ip: addressOf(host), mac: `02:00:00:${hex(host >> 16)}:${hex(host >> 8)}:${hex(host)}` },
    protocol: 'dhcp',
    count: 3,
    firstSeen: NOON + batch,
    lastSeen: NOON + batch + 1000,
    source: { capture: 0, ranges: [{ frame: id + 1, offset: HEADER_BYTES, length: bytes.length }] },
    ...(isNew && { excerpts: [excerpt] }),
  };
}

export function edgesOf(batch: number, { edges }: Size): Edge[] {
  const half = Math.floor(edges / 2);
  return Array.from({ length: edges }, (_, at) => {
    const id = at < half ? at : batch * half + at;
    return {
      client: { ip: addressOf(id) },
      server: { ip: addressOf(id % 50) },
      transport: 'tcp',
      port: 104,
      protocol: 'dicom',
      flows: batch,
      packets: batch * 20,
      bytes: batch * 20_000,
      packetsFromServer: batch * 8,
      encrypted: false,
      tunnelled: false,
      personalData: ['name', 'image'],
      vlan: id % 8,
      first: NOON,
      last: NOON + batch,
    };
  });
}

export function batchOf(
  reading: { readonly sensorId: string; readonly captureId: string; readonly run: number },
  number: number,
  size: Size,
): Batch {
  const counted = { packets: number * 1000, bytes: number * 100_000, droppedPackets: 0 };
  return {
    sensorId: reading.sensorId,
    run: reading.run,
    number,
    captures: [{ index: 0, id: reading.captureId, ...counted, linkTypes: [], anomalies: [] }],
    facts: factsOf(number, size),
    edges: edgesOf(number, size),
    pairings: [],
    traffic: [],
    coverage: { flows: 0, oneWayFlows: 0, bytes: 0, unknownBytes: 0, encryptedBytes: 0, vlans: [] },
    truncated: { facts: 0, edges: 0, flows: 0 },
    finished: false,
  };
}

const hex = (value: number): string => (value & 0xff).toString(16).padStart(2, '0');

function addressOf(host: number): string {
  return `10.${(host >> 16) & 0xff}.${(host >> 8) & 0xff}.${host & 0xff}`;
}
