import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  association,
  COMMAND,
  command,
  CT_STORAGE,
  DEFLATED,
  explicit,
  IDENTIFIED,
  identified,
  IDENTITY,
  LAST,
  longForm,
  pdu,
  pdv,
  PIXELS,
  store,
  toPacs,
} from '../../../tests/dicom-messages.ts';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dicom } from '../dissectors/dicom.ts';

/** PS3.5 A.5: a raw deflate stream, and a NUL behind it when its length is odd. */
const deflated = (dataSet: Uint8Array): Uint8Array => {
  const bytes = deflateRawSync(dataSet);
  return bytesOf(bytes, new Uint8Array(bytes.length % 2));
};
const see = (...packets: Said[]) => rehearse({ dissectors: [dicom], packets });
const DATA_SET = deflated(bytesOf(...IDENTITY, PIXELS));

withstands(dicom, [...association(DEFLATED), toPacs(store(1, DATA_SET))]);

test('deflated data sets give identity and only categories of the patient', () => {
  const packets = [...association(DEFLATED), toPacs(store(1, DATA_SET))];
  const seen = rehearse({ dissectors: [dicom], packets, excerpts: true });
  expect(identified(seen)).toEqual(IDENTIFIED);
  expect(seen.edges[0]?.personalData).toEqual(['name', 'identifier', 'birth-date', 'image']);
  expect(seen.everything).not.toMatch(/TANAKA|HANAKO|4711|19501231/);
  expect(seen.anomalies).toEqual({});
});

test('deflated data sets say so, lead back to the deflated bytes, and keep none of these as evidence', () => {
  const packets = [...association(DEFLATED), toPacs(store(1, DATA_SET))];
  const seen = rehearse({ dissectors: [dicom], packets, excerpts: true });
  const told = seen.facts.filter(({ source }) => source.derived === 'decompressed');
  expect(told.length).toBe(Object.keys(IDENTIFIED).length);
  for (const fact of told) {
    expect(seen.bytesOf(fact)).toEqual(DATA_SET);
    for (const { kept } of fact.excerpts ?? []) expect(kept.map(({ bytes }) => bytes.length)).toEqual([54]);
  }
});

test('deflated data sets can be cut into fragments anywhere', () => {
  for (let cut = 1; cut < DATA_SET.length; cut++) {
    const fragments = bytesOf(
      pdu(4, pdv(1, COMMAND | LAST, command(0x0001, CT_STORAGE))),
      pdu(4, pdv(1, 0, DATA_SET.subarray(0, cut)), pdv(1, LAST, DATA_SET.subarray(cut))),
    );
    expect(identified(see(...association(DEFLATED), toPacs(fragments)))).toEqual(IDENTIFIED);
  }
});

test('deflated data sets are read at their beginning, and the next one too', () => {
  // Pixels that do not deflate: the data set is longer than what is gathered.
  const noise = Uint8Array.from({ length: 60_000 }, (_, at) => (at * at * 2_654_435_761) >>> 13);
  const first = deflated(bytesOf(...IDENTITY, longForm(0x7fe00010, 'OW', noise.length, noise)));
  expect(first.length).toBeGreaterThan(20_000);
  const other = deflated(explicit(0x00181000, 'LO', 'SN-99999'));
  const seen = see(...association(DEFLATED), toPacs(store(1, first)), toPacs(store(1, other)));
  expect(seen.values('dicom.serial')).toEqual(['SN-88231', 'SN-99999']);
  expect(seen.anomalies).toEqual({});
});

test('deflated data sets are inflated as far as a bound, whatever they hold', () => {
  const header = longForm(0x7fe00010, 'OW', 10_000_000, new Uint8Array(0));
  const huge = Buffer.concat([...IDENTITY, header, new Uint8Array(10_000_000)]);
  const seen = see(...association(DEFLATED), toPacs(store(1, deflated(huge))));
  expect(identified(seen)).toEqual(IDENTIFIED);
});

test('deflated data sets are left when they are damaged', () => {
  const seen = see(...association(DEFLATED), toPacs(store(1, new Uint8Array(200).fill(0xff))));
  expect(seen.anomalies).toEqual({ 'dicom-deflate': 1 });
});

test('deflated data sets are counted where nobody can inflate', () => {
  const packets = [...association(DEFLATED), toPacs(store(1, DATA_SET))];
  const seen = rehearse({ dissectors: [dicom], packets, inflates: false });
  expect(seen.value('dicom.station')).toBeUndefined();
  expect(seen.anomalies).toEqual({ 'dicom-deflated-unread': 1 });
});
