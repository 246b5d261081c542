import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { OPEN_ACKNOWLEDGEMENTS } from '../parts/bacnet-segments.ts';
import { bacnet } from './bacnet.ts';

const HOST = '10.0.0.60';
const said = (bytes: Uint8Array, port = 47808) =>
  ({ udp: { from: [HOST, port], to: ['10.0.0.90', port === 47808 ? port : 40_000] }, bytes }) as const;
const see = (...bytes: Uint8Array[]) => rehearse({ dissectors: [bacnet], packets: bytes.map((one) => said(one)) });

/** BVLC type, function, length; then the rest. */
const bvlc = (name: number, ...parts: (Uint8Array | string)[]): Uint8Array => {
  const body = bytesOf(...parts.map((part) => (typeof part === 'string' ? fromHex(part) : part)));
  return bytesOf(0x81, name, u16(body.length + 4), body);
};
/** A character string of the device in UTF-8: tag 7 with the length outside, set 0. */
const text = (value: string) => bytesOf(0x75, value.length + 1, 0, value);

const frame = (bytes: Uint8Array) =>
  ({ frame: { llc: true, from: '02:00:00:00:00:11', to: 'ff:ff:ff:ff:ff:ff' }, bytes }) as const;

/** NPDU with destination, I-Am: device 1234, 1476, segmented both, vendor 260. */
const I_AM = fromHex('810b00190120ffff00ff1000c4020004d22205c49100220104');

/** ReadProperty acknowledgement: object 0, property 1, value in 3. */
const readProperty = (object: string, property: string, value: Uint8Array) =>
  bvlc(0x0a, '0100 3001 0c', `0c${object}`, property, '3e', value, '3f');
const MODEL = readProperty('020004d2', '1946', text('Isolation Room Controller'));

/** ReadPropertyMultiple: device 1234 { model, vendor (error), location }, analogue input 1 { name, description }. */
const MULTIPLE = bvlc(
  0x0a,
  '0100 3001 0e',
  '0c 020004d2 1e',
  '2946 4e',
  text('RC-9'),
  '4f',
  '2979 5e 9102 9120 5f',
  '293a 4e',
  text('Ward 3'),
  '4f 1f',
  '0c 00000001 1e',
  '294d 4e',
  text('AI-1'),
  '4f',
  '291c 4e',
  text('Pressure OR 2'),
  '4f 1f',
);

withstands(bacnet, [said(I_AM), said(MODEL), said(MULTIPLE)]);

test('I-Am names the device and its vendor', () => {
  const seen = see(I_AM);
  expect(seen.facts).toMatchObject([
    { attribute: 'bacnet.device', value: '1234', kind: 'name-seen', subject: { ip: HOST } },
    { attribute: 'bacnet.vendor-id', value: '260', kind: 'manufacturer-seen', subject: { ip: HOST } },
  ]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(fromHex('020004d2'));
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(fromHex('0104'));
});

test('an acknowledged property is a value of the sender', () => {
  const seen = see(MODEL);
  expect(seen.facts).toMatchObject([{ attribute: 'bacnet.model-name', value: 'Isolation Room Controller' }]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('Isolation Room Controller'));
});

test('several properties, errors between them, and of points only the description', () => {
  expect(see(MULTIPLE).facts.map(({ attribute, value }) => [attribute, value])).toEqual([
    ['bacnet.model-name', 'RC-9'],
    ['bacnet.location', 'Ward 3'],
    ['bacnet.description', 'Pressure OR 2'],
  ]);
});

test.each([
  ['vendor number', '1978', '2118', 'bacnet.vendor-id', '24'],
  ['protocol version', '1962', '2101', 'bacnet.protocol-version', '1'],
  ['protocol revision', '198b', '210e', 'bacnet.protocol-revision', '14'],
  ['name', '194d', '7503004148', 'bacnet.object-name', 'AH'],
  ['serial number', '1a0174', '7504 00 534e31', 'bacnet.serial-number', 'SN1'],
  ['firmware in UCS-2', '192c', '7505 04 00350031', 'bacnet.firmware-revision', '51'],
  ['description in Shift JIS', '191c', '7507 01 03a4 93fa967b', 'bacnet.description', '日本'],
  ['application software in ISO 8859-1', '190c', '7503 05 e931', 'bacnet.application-software-version', 'é1'],
])('property %s', (_, property, value, attribute, expected) => {
  expect(see(readProperty('020004d2', property, fromHex(value))).value(attribute)).toBe(expected);
});

test('an element of an array is not the property', () => {
  const bytes = bvlc(0x0a, '0100 3001 0c', '0c020004d2 1946 2901 3e', text('part'), '3f');
  expect(see(bytes).facts).toEqual([]);
});

test('a device in a network behind the host is not the host', () => {
  // NPDU with source network 5, address 07
  const seen = see(bvlc(0x0b, '0108 0005 01 07', '1000 c4020004d2 2205c4 9103 22 0104'));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['bacnet.device', '1234', 'capability-seen'],
    ['bacnet.routed-device', '5:07=1234', 'capability-seen'],
    ['bacnet.vendor-id', '260', 'capability-seen'],
  ]);
});

test('a forwarded message describes who sent it first', () => {
  const seen = see(bvlc(0x04, '0a000007 bac0', '0100 1000 c4020004d2 2205c4 9103 2118'));
  expect(seen.facts.map((fact) => fact.subject)).toEqual([{ ip: '10.0.0.7' }, { ip: '10.0.0.7' }]);
});

describe('an acknowledgement in segments', () => {
  const DEVICE = '0c 020004d2 1e';
  /** Tags of a list of results: device 1234 { model, error, object list, location }, two analogue inputs { description }. */
  const TAGS = bytesOf(
    fromHex(`${DEVICE} 2946 4e`),
    text('RC-9'),
    fromHex('4f 2979 5e 9102 9120 5f 294c 4e'),
    ...Array.from({ length: 40 }, (_, at) => fromHex(`c4000000${at.toString(16).padStart(2, '0')}`)),
    fromHex('4f 293a 4e'),
    text('Ward 3'),
    fromHex('4f 1f'),
    ...[1, 2].map((input) => bytesOf(fromHex(`0c0000000${input} 1e 291c 4e`), text('OR PRESSURE'), fromHex('4f 1f'))),
  );
  const EXPECTED = [
    ['bacnet.model-name', 'RC-9', 1],
    ['bacnet.location', 'Ward 3', 1],
    ['bacnet.description', 'OR PRESSURE', 2],
  ];
  /** BVLC, NPDU; acknowledgement with segments, perhaps more following, invoke id 9, sequence, window 4, service. */
  const segment = (sequence: number, isLast: boolean, part: Uint8Array, service = 0x0e) =>
    bvlc(0x0a, bytesOf(1, 0, isLast ? 0x38 : 0x3c, 9, sequence, 4, service, part));
  const segments = (tags: Uint8Array, size: number, service?: number) =>
    Array.from({ length: Math.ceil(tags.length / size) }, (_, at) =>
      segment(at & 0xff, (at + 1) * size >= tags.length, tags.subarray(at * size, (at + 1) * size), service),
    );
  const told = (seen: ReturnType<typeof see>) =>
    seen.facts.map(({ attribute, value, count }) => [attribute, value, count]);

  withstands(
    bacnet,
    segments(TAGS, 90).map((bytes) => said(bytes)),
  );

  test('is read as if it came in one, wherever it is cut', () => {
    for (let size = 5; size < TAGS.length; size++) {
      const seen = see(...segments(TAGS, size));
      expect(told(seen), `segments of ${size}`).toEqual(EXPECTED);
      expect(seen.anomalies).toEqual({});
    }
  });

  test('leads back to the frames of a value that a cut divides', () => {
    // RC-9 begins at octet 12: the cut is between C and -.
    const seen = see(...segments(TAGS, 14));
    const model = seen.facts[0]!;
    expect(seen.bytesOf(model)).toEqual(bytesOf('RC-9'));
    expect(model.source).toMatchObject({ ranges: [{ frame: 1 }, { frame: 2 }], derived: 'reassembled' });
    const points = seen.facts[2]!;
    expect(seen.bytesOf(points)).toEqual(bytesOf('OR PRESSURE'));
  });

  test('of a single property', () => {
    const tags = bytesOf(fromHex('0c020004d2 193a 3e'), text('Ward 3 East'), fromHex('3f'));
    for (let size = 3; size < tags.length; size++)
      expect(see(...segments(tags, size, 0x0c)).values('bacnet.location')).toEqual(['Ward 3 East']);
  });

  test('takes repeated segments once, and does not go on behind a lost one', () => {
    const [first, second, third, ...rest] = segments(TAGS, 30);
    expect(told(see(first!, first!, second!, first!, second!, third!, second!, third!, ...rest)).slice(1)).toEqual(
      EXPECTED.slice(1),
    );
    expect(see(first!, third!, ...rest).values('bacnet.location')).toEqual([]);
    expect(see(second!, third!, ...rest).facts).toEqual([]);
  });

  test('keeps those of two requests apart', () => {
    const other = (bytes: Uint8Array) => bytes.with(7, 10);
    const mixed = segments(TAGS, 30).flatMap((bytes) => [bytes, other(bytes)]);
    expect(told(see(...mixed))).toEqual(
      EXPECTED.map(([attribute, value, count]) => [attribute, value, Number(count) * 2]),
    );
  });

  test('that is longer than what is put together is given up', () => {
    const lists = bytesOf(fromHex(`${DEVICE} 294c 4e`), new Uint8Array(90_000).fill(0x10));
    expect(see(...segments(lists, 1000)).anomalies).toEqual({ 'bacnet-acknowledgement-too-long': 1 });
  });

  test('makes room for another when there are as many as are put together at once', () => {
    const [first, ...rest] = segments(TAGS, 200);
    // The first segment of this many others, each from a port of its own, then what is left of the oldest.
    const others = (count: number) => Array.from({ length: count }, (_, at) => said(first!, 20_000 + at));
    const seen = (count: number) =>
      rehearse({
        dissectors: [bacnet],
        packets: [said(first!), ...others(count), ...rest.map((bytes) => said(bytes))],
      });
    expect(seen(OPEN_ACKNOWLEDGEMENTS - 1).values('bacnet.location')).toEqual(['Ward 3']);
    expect(seen(OPEN_ACKNOWLEDGEMENTS).values('bacnet.location')).toEqual([]);
  });

  test('over Ethernet', () => {
    const packets = segments(TAGS, 60).map((bytes) => frame(bytesOf(fromHex('828203'), bytes.subarray(4))));
    expect(told(rehearse({ dissectors: [bacnet], packets }))).toEqual(EXPECTED);
  });
});

const NPDU = fromHex('0100 1000 c4020004d2 2205c4 9103 22 0104');

test('BACnet on Ethernet, and MS/TP frames that a gateway shows there', () => {
  const ethernet = frame(bytesOf(fromHex('828203'), NPDU));
  const mstp = frame(bytesOf(fromHex('aaaa03 001090 0001 0000 80 06 ff 72'), u16(NPDU.length), 0xaa, NPDU));
  const token = frame(fromHex('aaaa03 001090 0001 0000 80 00 01 72 0000 84'));
  for (const said of [ethernet, mstp]) {
    const seen = rehearse({ dissectors: [bacnet], packets: [said, token] });
    expect(seen.facts).toMatchObject([
      { attribute: 'bacnet.device', value: '1234', subject: { mac: '02:00:00:00:00:11' } },
      { attribute: 'bacnet.vendor-id', value: '260' },
    ]);
  }
});

withstands(bacnet, [frame(bytesOf(fromHex('828203'), NPDU))]);

test('is recognised on another port when the network layer agrees', () => {
  expect(rehearse({ dissectors: [bacnet], packets: [said(I_AM, 40_001)] }).value('bacnet.device')).toBe('1234');
  const other = bytesOf(0x81, 0x0b, u16(8), fromHex('02200000'));
  expect(rehearse({ dissectors: [bacnet], packets: [said(other, 40_001)] }).edges[0]?.protocol).toBeUndefined();
});

test('a broken list keeps what stands before', () => {
  const seen = see(bvlc(0x0a, '0100 3001 0e', '0c 020004d2 1e 2946 4e', text('RC-9'), '4f 77'));
  expect(seen.value('bacnet.model-name')).toBe('RC-9');
  expect(seen.anomalies).toEqual({ 'bacnet-acknowledgement': 1 });
});
