import { describe, expect, test } from 'vitest';
import { MemoryRegistry } from '../../../tests/memory-registry.ts';
import { crypto, DAY_US, HOUR_US, makeRoot, NOW_US } from '../../../tests/trust-authorities.ts';
import { encodeCrlEntry } from '../x509/crl.ts';
import { crlFault, readCrl } from '../x509/crl-reader.ts';
import { pathCertificate } from '../x509/path.ts';
import type { RegistryRecord } from '../registry.ts';
import { CrlPublisher, type PublishedCrl, type UnpublishedCrl } from './crl-publisher.ts';

const issuer = await makeRoot();
const authority = { id: 'a1'.repeat(32), issuer };
const OPTIONS = {
  baseLifetimeUs: 7 * DAY_US,
  deltaLifetimeUs: DAY_US,
  deltaUrls: ['http://pki.example.test/crl/delta.crl'],
  distributionPoint: { urls: ['http://pki.example.test/crl/full.crl'] },
};

function numbers(first = 1) {
  let next = first - 1;
  return { next: async () => ++next };
}

const record = (index: number, changes: Partial<RegistryRecord> = {}): RegistryRecord => ({
  authorityId: authority.id,
  serialHex: `41${index.toString(16).toUpperCase().padStart(30, '0')}`,
  keyPin: '00',
  subject: 'CN=pump',
  profileId: 'device-auth',
  profileVersion: 1,
  notBeforeUs: NOW_US - DAY_US,
  notAfterUs: NOW_US + 365 * DAY_US,
  recordedAtUs: NOW_US - DAY_US,
  certificate: new Uint8Array(0),
  state: 'revoked',
  revision: 2,
  revocation: { atUs: NOW_US, reason: 'keyCompromise' },
  ...changes,
});
const held = (index: number, revision = 2) =>
  record(index, { state: 'held', revision, revocation: { atUs: NOW_US, reason: 'certificateHold' } });
function released(index: number, revision = 3): RegistryRecord {
  const { revocation: _, ...rest } = record(index, { state: 'active', revision });
  return rest;
}

/** Entries of a list that went out, verified. */
function entriesOf(published: PublishedCrl | UnpublishedCrl): (string | undefined)[][] {
  if (!published.ok) throw new Error(published.reason);
  const crl = readCrl(published.bytes);
  if (!crl.ok) throw new Error(crl.reason);
  expect(crlFault(published.bytes, crl, pathCertificate(issuer.certificate)!, crypto)).toBeUndefined();
  return crl.entries.map(({ serialHex, reason }) => [serialHex.slice(-2), reason]);
}

test('full lists name all, delta lists what changed since, and numbers grow through both', async () => {
  const publisher = new CrlPublisher(authority, numbers(), OPTIONS);
  publisher.stateChanged(record(1));
  publisher.stateChanged(held(2));
  const base = await publisher.publishBase(NOW_US);
  expect(entriesOf(base)).toEqual([
    ['01', 'keyCompromise'],
    ['02', 'certificateHold'],
  ]);
  expect(entriesOf(await publisher.publishDelta(NOW_US))).toEqual([]);
  publisher.stateChanged(record(3));
  publisher.stateChanged(released(2));
  const delta = await publisher.publishDelta(NOW_US + HOUR_US);
  expect(entriesOf(delta)).toEqual([
    ['03', 'keyCompromise'],
    ['02', 'removeFromCRL'],
  ]);
  expect(entriesOf(await publisher.publishBase(NOW_US + DAY_US))).toEqual([
    ['01', 'keyCompromise'],
    ['03', 'keyCompromise'],
  ]);
  const later = await publisher.publishDelta(NOW_US + DAY_US);
  expect(later).toMatchObject({ ok: true, number: 5 });
  const [read, last] = [delta, later].map((each) => each.ok && readCrl(each.bytes));
  expect(read).toMatchObject({ deltaToHex: '01', numberHex: '03', freshestUrls: [] });
  expect(last).toMatchObject({ deltaToHex: '04', nextUpdateUs: NOW_US + 2 * DAY_US });
  expect(base.ok && readCrl(base.bytes)).toMatchObject({ freshestUrls: OPTIONS.deltaUrls, numberHex: '01' });
});

test('one more revocation among 17,000 encodes one entry', async () => {
  let encoded = 0;
  const publisher = new CrlPublisher(authority, numbers(), OPTIONS, (revocation) => {
    encoded++;
    return encodeCrlEntry(revocation);
  });
  for (let index = 1; index <= 17_000; index++) publisher.stateChanged(record(index));
  await publisher.publishBase(NOW_US);
  expect(encoded).toBe(17_000);
  publisher.stateChanged(record(17_001));
  const base = await publisher.publishBase(NOW_US + HOUR_US);
  expect(encoded).toBe(17_001);
  expect(entriesOf(base)).toHaveLength(17_001);
  publisher.stateChanged(record(17_001));
  await publisher.publishDelta(NOW_US + HOUR_US);
  expect(encoded).toBe(17_001);
});

describe('the order of news', () => {
  test('an older state does not undo a newer one', async () => {
    const publisher = new CrlPublisher(authority, numbers(), OPTIONS);
    publisher.stateChanged(record(1, { revision: 4 }));
    publisher.stateChanged(released(1, 3));
    publisher.stateChanged(released(2, 3));
    publisher.stateChanged(held(2, 2));
    expect(entriesOf(await publisher.publishBase(NOW_US))).toEqual([['01', 'keyCompromise']]);
  });

  test('what changes while a full list is being signed stands in the next delta list', async () => {
    let isFirst = true;
    const signer = {
      ...issuer.signer,
      sign: (data: Uint8Array) => {
        if (isFirst) for (const each of [record(9), released(8)]) publisher.stateChanged(each);
        isFirst = false;
        return issuer.signer.sign(data);
      },
    };
    const publisher: CrlPublisher = new CrlPublisher(
      { ...authority, issuer: { ...issuer, signer } },
      numbers(),
      OPTIONS,
    );
    publisher.stateChanged(held(8));
    expect(entriesOf(await publisher.publishBase(NOW_US))).toEqual([['08', 'certificateHold']]);
    expect(entriesOf(await publisher.publishDelta(NOW_US)).sort((a, b) => `${a[0]}`.localeCompare(`${b[0]}`))).toEqual([
      ['08', 'removeFromCRL'],
      ['09', 'keyCompromise'],
    ]);
  });

  test('other authorities are none of its business', async () => {
    const publisher = new CrlPublisher(authority, numbers(), OPTIONS);
    publisher.stateChanged(record(1, { authorityId: 'b2'.repeat(32) }));
    expect(entriesOf(await publisher.publishBase(NOW_US))).toEqual([]);
  });
});

test('an entry goes only after a list that was published when its certificate had ended', async () => {
  const publisher = new CrlPublisher(authority, numbers(), OPTIONS);
  publisher.stateChanged(record(1, { notAfterUs: NOW_US + HOUR_US }));
  const counts: number[] = [];
  for (const at of [0, 2, 4]) counts.push(entriesOf(await publisher.publishBase(NOW_US + at * HOUR_US)).length);
  expect(counts).toEqual([1, 1, 0]);
});

test('it starts from what the registry has', async () => {
  const registry = new MemoryRegistry();
  for (const index of [1, 2, 3]) {
    const { revocation: _, revision: __, ...rest } = record(index, { keyPin: `${index}` });
    await registry.add({ ...rest, state: 'active' }, 'refuse');
  }
  await registry.change(authority.id, record(2).serialHex, 1, { to: 'hold', atUs: NOW_US });
  const publisher = new CrlPublisher(authority, numbers(), OPTIONS);
  await publisher.load(registry, NOW_US);
  expect(entriesOf(await publisher.publishBase(NOW_US))).toEqual([['02', 'certificateHold']]);
});

test('what must not go out does not', async () => {
  const publisher = new CrlPublisher(authority, { next: async () => 7 }, OPTIONS);
  expect(await publisher.publishDelta(NOW_US)).toMatchObject({ ok: false, reason: 'no-base' });
  expect(await publisher.publishBase(NOW_US)).toMatchObject({ ok: true });
  expect(await publisher.publishBase(NOW_US)).toMatchObject({ ok: false, reason: 'number-not-greater' });
  const endless = new CrlPublisher(authority, numbers(), { ...OPTIONS, baseLifetimeUs: 0 });
  expect(await endless.publishBase(NOW_US)).toMatchObject({
    reason: 'lint',
    reports: [{ lint: { id: 'crl-has-next-update' } }],
  });
});
