import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { lldp } from './lldp.ts';

const MAC = '02:00:00:00:00:60';
const said = (bytes: Uint8Array) =>
  ({ frame: { etherType: 0x88cc, from: MAC, to: '01:80:c2:00:00:0e' }, bytes }) as const;
const see = (...parts: Uint8Array[]) => rehearse({ dissectors: [lldp], packets: [said(bytesOf(...parts))] });
const tlv = (type: number, ...content: (Uint8Array | string)[]) => {
  const value = bytesOf(...content);
  return bytesOf(u16((type << 9) | value.length), value);
};
const END = fromHex('0000');

/** Chassis and port MAC, time to live, name, description, then inventory, asset and MUD address. */
const MED = fromHex(
  `02070400095c000001 04070300095c000001 06020078 0a0756454e542d3037 0c1041434d452056656e74204f5320342e32
   fe070012bb01003301 fe080012bb0548572d42 fe0a0012bb0646572d312e39 fe0c0012bb0753572d342e322e31
   fe0b0012bb08534e3030393931 fe080012bb0941434d45 fe0c0012bb0a56656e7420353030 fe0c0012bb0b41535345542d3737
   fe2500005e0168747470733a2f2f6d75642e6578616d706c652e636f6d2f76656e742e6a736f6e 0000`,
);

withstands(lldp, [said(MED)]);

test('identity, inventory and usage description of a device', () => {
  const seen = see(MED);
  expect(Object.fromEntries(seen.facts.map((fact) => [fact.attribute, fact.value]))).toEqual({
    'lldp.chassis-id': '00:09:5c:00:00:01',
    'lldp.port-id': '00:09:5c:00:00:01',
    'lldp.system-name': 'VENT-07',
    'lldp.system-description': 'ACME Vent OS 4.2',
    'lldp.hardware': 'HW-B',
    'lldp.firmware': 'FW-1.9',
    'lldp.software': 'SW-4.2.1',
    'lldp.serial': 'SN00991',
    'lldp.manufacturer': 'ACME',
    'lldp.model': 'Vent 500',
    'lldp.asset-id': 'ASSET-77',
    'lldp.mud-url': 'https://mud.example.com/vent.json',
  });
  for (const fact of seen.facts) expect(fact.subject).toEqual({ mac: MAC });
  const serial = seen.facts.find((fact) => fact.attribute === 'lldp.serial')!;
  expect(seen.bytesOf(serial)).toEqual(bytesOf('SN00991'));
});

test('the name holds for the management address too', () => {
  const seen = see(tlv(5, 'SW-1'), tlv(8, fromHex('05 01 0a000060 02 00000001 00')), END);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject])).toEqual([
    ['lldp.system-name', 'SW-1', { mac: MAC }],
    ['lldp.management-address', '10.0.0.96', { mac: MAC }],
    ['lldp.system-name', 'SW-1', { ip: '10.0.0.96' }],
  ]);
});

test('a management address of nobody names nobody', () => {
  const seen = see(tlv(5, 'SW-1'), tlv(8, fromHex('05 01 00000000 02 00000001 00')), END);
  expect(seen.facts.map((fact) => fact.subject)).toEqual([{ mac: MAC }, { mac: MAC }]);
});

test('an address of IPv6, capabilities, VLAN, and ids that are text or addresses', () => {
  const seen = see(
    tlv(1, fromHex('05 01 0a000001')),
    tlv(2, fromHex('05'), 'Gi1/0/2'),
    tlv(4, 'Uplink'),
    tlv(7, fromHex('0034 0024')),
    tlv(8, fromHex('11 02 20010db8000000000000000000000001 02 00000001 00')),
    tlv(127, fromHex('0080c2 01 0082')),
    END,
  );
  expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual([
    ['lldp.management-address', '10.0.0.1'],
    ['lldp.port-id', 'Gi1/0/2'],
    ['lldp.port-description', 'Uplink'],
    ['lldp.role', 'bridge'],
    ['lldp.role', 'telephone'],
    ['lldp.management-address', '2001:db8::1'],
    ['lldp.port-vlan', '130'],
  ]);
});

test('places: a civic address and an emergency number', () => {
  const civic = bytesOf(fromHex('0012bb 03 02 0d 01'), 'JP', bytesOf(25, 3, 'ICU'), bytesOf(28, 1, '4'));
  expect(see(tlv(127, civic), END).value('lldp.location')).toBe('JP,25=ICU,28=4');
  expect(see(tlv(127, fromHex('0012bb 03 03'), '0312345'), END).value('lldp.location')).toBe('0312345');
});

test('keeps what stands before an element that runs past the end', () => {
  const seen = see(tlv(5, 'SW-1'), fromHex('0cff 41'));
  expect(seen.facts.map((fact) => fact.value)).toEqual(['SW-1']);
  expect(seen.anomalies).toEqual({ 'lldp-past-end': 1 });
});
