import { expect, test } from 'vitest';
import { fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { arp } from './arp.ts';

const FROM = '02:00:00:00:00:0a';
const TO = 'ff:ff:ff:ff:ff:ff';
const said = (bytes: Uint8Array) => ({ frame: { etherType: 0x0806, from: FROM, to: TO }, bytes });

//                  htype ptype hl pl op   sender MAC   sender IP target MAC   target IP
const REQUEST = fromHex('0001 0800 06 04 0001 02000000000a 0a000001 000000000000 0a000002');
const REPLY = fromHex('0001 0800 06 04 0002 02000000000b 0a000002 02000000000a 0a000001');
const PROBE = fromHex('0001 0800 06 04 0001 02000000000a 00000000 000000000000 0a000002');
const ANNOUNCEMENT = fromHex('0001 0800 06 04 0001 02000000000a 0a000001 000000000000 0a000001');
const GROUP_SENDER = fromHex('0001 0800 06 04 0002 ffffffffffff 0a000001 000000000000 0a000001');
const REVERSE = fromHex('0001 0800 06 04 0003 02000000000a 0a000001 02000000000a 0a000001');
const ATM = fromHex('0013 0800 14 04 0001 02000000000a 0a000001 02000000000a 0a000001');

withstands(arp, [said(REQUEST), said(REPLY)]);

test('binds the sender of requests and replies', () => {
  const seen = rehearse({ dissectors: [arp], packets: [said(REQUEST), said(REPLY), said(ANNOUNCEMENT)] });
  expect(seen.values('arp.binding')).toEqual(['10.0.0.1=02:00:00:00:00:0a', '10.0.0.2=02:00:00:00:00:0b']);
  const [first] = seen.facts;
  expect(first).toMatchObject({
    kind: 'address-bound',
    subject: { ip: '10.0.0.1', mac: '02:00:00:00:00:0a' },
    protocol: 'arp',
    count: 2,
  });
  expect(seen.bytesOf(first!)).toEqual(fromHex('02000000000a 0a000001'));
});

test.each([
  ['a probe, which does not hold the address yet', PROBE],
  ['reverse ARP', REVERSE],
  ['other hardware than Ethernet', ATM],
])('binds nothing by %s', (_, bytes) => {
  const seen = rehearse({ dissectors: [arp], packets: [said(bytes)] });
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({});
});

test('counts a sender that is no host', () => {
  const seen = rehearse({ dissectors: [arp], packets: [said(GROUP_SENDER), said(REQUEST.subarray(0, 20))] });
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'arp-sender-is-no-host': 1, 'arp-cut': 1 });
});
