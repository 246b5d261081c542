import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import type { Subject } from '../dissector.ts';
import { findNtlm, reportNtlm } from './ntlmssp.ts';
import type { FactSink } from './pieced-out.ts';

/** The vector `ntlmssp-challenge`: target HOSP, computer CTCONSOLE1, Windows 6.1.7601. */
const CHALLENGE = fromHex(`4e544c4d53535000020000000800080038000000158289e2112233445566778800000000000000007a007a00
  400000000601b11d0000000f48004f00530050000200080048004f0053005000010014004300540043004f004e0053004f004c0045003100
  0400140068006f00730070002e006c006f00630061006c0003002a006300740063006f006e0073006f006c00650031002e0068006f007300
  70002e006c006f00630061006c0007000800000000000000db0100000000`);
const SENDER: Subject = 1;
const RECEIVER: Subject = 2;

function reportOf(bytes: Uint8Array, from = 0): string[] {
  const said: string[] = [];
  const sink: FactSink = {
    ports: {} as FactSink['ports'],
    text: (attribute, subject) => said.push(`${subject} ${attribute.id}`),
    value: (attribute, subject, value, at, to) => {
      expect(at).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(bytes.length);
      said.push(`${subject} ${attribute.id}=${value}`);
    },
    personal: (category) => said.push(category),
    anomaly: (kind) => said.push(kind),
  };
  reportNtlm(sink, SENDER, RECEIVER, bytes, from, bytes.length, 'test');
  return said;
}

test('a challenge names the server, wherever it begins', () => {
  const said = [
    '1 ntlm.target=HOSP',
    '1 ntlm.domain=HOSP',
    '1 ntlm.computer=CTCONSOLE1',
    '1 ntlm.dns-domain=hosp.local',
    '1 ntlm.dns-computer=ctconsole1.hosp.local',
    '1 ntlm.os=6.1.7601',
  ];
  expect(reportOf(CHALLENGE)).toEqual(said);
  const inside = bytesOf('SPNEGO', CHALLENGE);
  expect(findNtlm(inside, 0, inside.length)).toBe(6);
  expect(reportOf(inside, 6)).toEqual(said);
});

/** [MS-NLMP] §2.2.1.1: flags with a version, domain behind the header, workstation behind that, both OEM. */
test('a negotiation names the client', () => {
  const negotiate = bytesOf(
    'NTLMSSP\0',
    [1, 0, 0, 0],
    [0, 0, 0, 2],
    [4, 0, 4, 0, 40, 0, 0, 0],
    [4, 0, 4, 0, 44, 0, 0, 0],
    [10, 0, 0x63, 0x45, 0, 0, 0, 15],
    'HOSPWS07',
  );
  expect(reportOf(negotiate)).toEqual(['1 ntlm.domain=HOSP', '1 ntlm.computer=WS07', '1 ntlm.os=10.0.17763']);
});

test('a message of no type is an anomaly', () => {
  expect(reportOf(bytesOf('NTLMSSP\0', [9, 0, 0, 0], new Uint8Array(40)))).toEqual(['ntlm-malformed']);
});

test('damaged messages are read within their bytes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(CHALLENGE.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(CHALLENGE.length),
      (changes, length) => {
        const damaged = CHALLENGE.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(reportOf(damaged.subarray(0, length)).length).toBeLessThan(40);
      },
    ),
  );
});
