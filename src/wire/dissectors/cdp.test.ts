import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { cdp } from './cdp.ts';

const MAC = '02:00:00:00:00:61';
const TO = '01:00:0c:cc:cc:cc';
const tlv = (type: number, ...content: (Uint8Array | string)[]) => {
  const value = bytesOf(...content);
  return bytesOf(u16(type), u16(value.length + 4), value);
};
const BODY = bytesOf(
  fromHex('02 b4 0000'),
  tlv(1, 'S1'),
  tlv(2, fromHex('00000001 01 01 cc 0004 0a000061')),
  tlv(3, 'FastEthernet0/13'),
  tlv(4, fromHex('00000029')),
  tlv(5, 'Cisco IOS Software\nVersion 12.2(44)SE'),
  tlv(6, 'cisco WS-C3560-24TS'),
  tlv(0x0a, fromHex('0001')),
  tlv(0x14, 'S1.hosp'),
  tlv(0x17, fromHex('00'), 'Basement 2'),
);
const SNAP = bytesOf(fromHex('aaaa03 00000c 2000'), BODY);
const said = (bytes: Uint8Array) => ({ frame: { llc: true, from: MAC, to: TO }, bytes }) as const;

withstands(cdp, [said(SNAP)]);

const EXPECTED = [
  ['cdp.device-id', 'S1'],
  ['cdp.address', '10.0.0.97'],
  ['cdp.port-id', 'FastEthernet0/13'],
  ['cdp.role', 'router'],
  ['cdp.role', 'switch'],
  ['cdp.role', 'igmp-filter'],
  ['cdp.software', 'Cisco IOS Software\nVersion 12.2(44)SE'],
  ['cdp.platform', 'cisco WS-C3560-24TS'],
  ['cdp.native-vlan', '1'],
  ['cdp.system-name', 'S1.hosp'],
  ['cdp.location', 'Basement 2'],
];

test('what a switch says of itself', () => {
  const seen = rehearse({ dissectors: [cdp], packets: [said(SNAP)] });
  expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual(EXPECTED);
  expect(seen.facts[0]).toMatchObject({ kind: 'name-seen', subject: { mac: MAC } });
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('S1'));
});

test('by EtherType, as on serial lines', () => {
  const packets = [{ frame: { etherType: 0x2000, from: MAC, to: TO }, bytes: BODY }] as const;
  expect(rehearse({ dissectors: [cdp], packets }).facts.map(({ attribute, value }) => [attribute, value])).toEqual(
    EXPECTED,
  );
});

test.each([
  ['a length below its own header', bytesOf(tlv(1, 'S1'), fromHex('0006 0003 41')), 'cdp-past-end'],
  ['a length past the end', bytesOf(tlv(1, 'S1'), fromHex('0006 00ff 41')), 'cdp-past-end'],
  ['an address past its element', bytesOf(tlv(1, 'S1'), tlv(2, fromHex('00000001 01 01 cc 0040 0a'))), 'cdp-address'],
])('keeps what stands before %s', (_, body, anomaly) => {
  const bytes = bytesOf(fromHex('aaaa03 00000c 2000 02 b4 0000'), body);
  const seen = rehearse({ dissectors: [cdp], packets: [said(bytes)] });
  expect(seen.facts.map((fact) => fact.value)).toEqual(['S1']);
  expect(seen.anomalies).toEqual({ [anomaly]: 1 });
});

test('an unknown version is not read', () => {
  const seen = rehearse({
    dissectors: [cdp],
    packets: [said(bytesOf(fromHex('aaaa03 00000c 2000 09 b4 0000'), tlv(1, 'S1')))],
  });
  expect(seen.facts).toEqual([]);
});
