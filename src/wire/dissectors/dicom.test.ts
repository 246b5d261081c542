import { describe, expect, test } from 'vitest';
import {
  answered,
  associate,
  association,
  BIG_ENDIAN,
  bigEndian,
  COMMAND,
  command,
  CT,
  CT_STORAGE,
  EXPLICIT,
  explicit,
  fromPacs,
  IDENTIFIED,
  identified,
  IDENTITY,
  IMPLICIT,
  implicit,
  item,
  LAST,
  le32,
  longForm,
  pdu,
  pdv,
  PIXELS,
  proposed,
  store,
  STUDY_MOVE,
  title,
  toPacs,
  VERIFICATION,
} from '../../../tests/dicom-messages.ts';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dicom } from './dicom.ts';

const see = (...packets: Said[]) => rehearse({ dissectors: [dicom], packets });

// A-ASSOCIATE-RQ of CTSCAN01 to PACS1: PDU header, version, called, calling, reserved, items 10, 20 (30, 40), 50 (51, 52, 55).
const VECTOR_RQ = fromHex(`
  0100000000cd000100005041435331202020202020202020202043545343414e30312020202020202020000000000000000000000000
  000000000000000000000000000000000000000010000015312e322e3834302e31303030382e332e312e312e312000002e0100000030
  000011312e322e3834302e31303030382e312e3140000011312e322e3834302e31303030382e312e325000003a510000040000400052
  00001b312e322e3237362e302e373233303031302e332e302e332e362e385500000f4f464649535f44434d544b5f333638`);
// A-ASSOCIATE-AC: the same with item 21 (result 0, 40).
const VECTOR_AC = fromHex(`
  0200000000bc000100005041435331202020202020202020202043545343414e30312020202020202020000000000000000000000000
  000000000000000000000000000000000000000010000015312e322e3834302e31303030382e332e312e312e31210000190100000040
  000011312e322e3834302e31303030382e312e325000003e510000040000400052000020312e322e3832362e302e312e333638303034
  332e392e333831312e332e302e325500000e50594e45544449434f4d5f333032`);
// P-DATA-TF: PDV (context 1, command and last), group 0000: length, SOP class, command 0030, message 7, no data set.
const VECTOR_ECHO = fromHex(`
  04000000004a0000004601030000000004000000380000000000020012000000312e322e3834302e31303030382e312e310000000001
  0200000030000000100102000000070000000008020000000101`);

describe('cut, damaged, random and split input', () => {
  withstands(dicom, [toPacs(VECTOR_RQ), fromPacs(VECTOR_AC), toPacs(VECTOR_ECHO)]);
});
describe('cut, damaged and split data sets', () => {
  const parts = [...association(EXPLICIT), toPacs(store(1, bytesOf(...IDENTITY.slice(1))))];
  withstands(dicom, parts);
});

describe('associations', () => {
  const seen = see(toPacs(VECTOR_RQ), fromPacs(VECTOR_AC), toPacs(VECTOR_ECHO));

  test('describe the requestor by its own title and the acceptor by the called one', () => {
    const said = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);
    expect(said).toEqual(
      expect.arrayContaining([
        '10.0.0.1 dicom.calling-ae CTSCAN01',
        '10.0.0.2 dicom.called-ae PACS1',
        '10.0.0.1 dicom.implementation-uid 1.2.276.0.7230010.3.0.3.6.8',
        '10.0.0.1 dicom.implementation-version OFFIS_DCMTK_368',
        '10.0.0.2 dicom.implementation-uid 1.2.826.0.1.3680043.9.3811.3.0.2',
        '10.0.0.2 dicom.implementation-version PYNETDICOM_302',
        `10.0.0.1 dicom.abstract-syntax ${VERIFICATION}`,
        `10.0.0.2 dicom.transfer-syntax ${IMPLICIT}`,
        `10.0.0.1 dicom.sop-class-scu ${VERIFICATION}`,
        `10.0.0.2 dicom.sop-class-scp ${VERIFICATION}`,
        '10.0.0.1 dicom.command C-ECHO-RQ',
      ]),
    );
    expect(seen.edges[0]).toMatchObject({ protocol: 'dicom', personalData: [], encrypted: false });
  });

  test('lead back to the bytes of each name', () => {
    const fact = seen.facts.find(({ attribute }) => attribute === 'dicom.calling-ae')!;
    expect(seen.bytesOf(fact)).toEqual(bytesOf('CTSCAN01'));
    const role = seen.facts.find(({ attribute }) => attribute === 'dicom.sop-class-scp')!;
    expect(new TextDecoder('latin1').decode(seen.bytesOf(role))).toContain(VERIFICATION);
  });

  test('accept nothing for a context that was refused', () => {
    const refused = see(
      toPacs(associate(1, [proposed(1, CT_STORAGE, EXPLICIT), proposed(3, VERIFICATION, IMPLICIT)])),
      fromPacs(associate(2, [answered(1, '1.2.3', 3), answered(3, IMPLICIT)])),
    );
    expect(refused.values('dicom.sop-class-scp')).toEqual([VERIFICATION]);
    expect(refused.values('dicom.transfer-syntax')).not.toContain('1.2.3');
  });

  test('turn the roles round where role selection does', () => {
    const roles = (scu: number, scp: number) => item(0x54, u16(CT_STORAGE.length), CT_STORAGE, [scu, scp]);
    const turned = see(
      toPacs(associate(1, [proposed(1, CT_STORAGE, EXPLICIT)], [roles(0, 1)])),
      fromPacs(associate(2, [answered(1, EXPLICIT)], [roles(0, 1)])),
    );
    const scp = turned.facts.find(({ attribute }) => attribute === 'dicom.sop-class-scp')!;
    expect(scp).toMatchObject({ value: CT_STORAGE, subject: { ip: '10.0.0.1' } });
    expect(turned.values('dicom.sop-class-scu')).toEqual([CT_STORAGE]);
  });

  test('report a password without keeping it', () => {
    const identity = item(0x58, [2, 0], u16(6), 'yamada', u16(7), 'geheim1');
    const packets = [toPacs(associate(1, [proposed(1, VERIFICATION, IMPLICIT)], [identity]))];
    const told = rehearse({ dissectors: [dicom], packets, excerpts: true });
    expect(told.value('credential.cleartext')).toBe('dicom');
    expect(told.edges[0]?.personalData).toEqual(['account']);
    expect(told.everything).not.toMatch(/yamada|geheim1/);
    const known = rehearse({ dissectors: [dicom], packets, defaults: { 'dicom yamada geheim1': 'entry-7' } });
    expect(known.value('credential.cleartext')).toBe('dicom default:entry-7');
  });

  test('say why they were rejected', () => {
    const rejected = see(toPacs(VECTOR_RQ), fromPacs(pdu(3, [0, 1, 1, 7])));
    expect(rejected.value('dicom.reject-reason')).toBe('7');
  });
});

describe('recognition', () => {
  test('works on any port and when the first byte comes alone', () => {
    const packets = [{ tcp: { from: CT, to: ['10.0.0.2', 41234] as const }, bytes: VECTOR_RQ }];
    expect(rehearse.splitAt({ dissectors: [dicom], packets }, 1).value('dicom.calling-ae')).toBe('CTSCAN01');
  });

  test('works from the middle of an association, without its identity', () => {
    const seen = rehearse({ dissectors: [dicom], packets: [toPacs(VECTOR_ECHO)], midstream: true });
    expect(seen.edges[0]?.protocol).toBe('dicom');
    expect(seen.values('dicom.command')).toEqual(['C-ECHO-RQ']);
    expect(seen.values('dicom.calling-ae')).toEqual([]);
  });

  test('reads a data set without its association', () => {
    const seen = rehearse({ dissectors: [dicom], packets: [toPacs(store(1, bytesOf(...IDENTITY)))], midstream: true });
    expect(seen.value('dicom.serial')).toBe('SN-88231');
  });

  test.each([
    [
      'a PDU that claims a gigabyte',
      bytesOf(1, 0, u32(1 << 30), [0, 1, 0, 0], title('A'), title('B'), new Uint8Array(40)),
    ],
    ['titles that are not text', pdu(1, [0, 1, 0, 0], new Uint8Array(32).fill(7), new Uint8Array(40))],
    ['another protocol version', pdu(1, [0, 2, 0, 0], title('A'), title('B'), new Uint8Array(40))],
    ['a fragment longer than its PDU', pdu(4, u32(500), [1, 3], new Uint8Array(40))],
  ])('refuses %s', (_, bytes) => {
    expect(see(toPacs(bytes)).edges[0]?.protocol).not.toBe('dicom');
  });
});

describe('data sets', () => {
  test('give identity and only categories of the patient', () => {
    const packets = [...association(EXPLICIT), toPacs(store(1, bytesOf(...IDENTITY, PIXELS)))];
    const seen = rehearse({ dissectors: [dicom], packets, excerpts: true });
    expect(identified(seen)).toEqual(IDENTIFIED);
    expect(seen.facts.find(({ attribute }) => attribute === 'dicom.serial')!.subject.ip).toBe('10.0.0.1');
    expect(seen.edges[0]?.personalData).toEqual(['name', 'identifier', 'birth-date', 'image']);
    expect(seen.everything).not.toMatch(/TANAKA|HANAKO|4711|19501231/);
    expect(seen.anomalies).toEqual({});
  });

  test('are read past pixels to the next object', () => {
    const other = [...IDENTITY.slice(0, 8), explicit(0x00181000, 'LO', 'SN-99999')];
    const seen = see(
      ...association(EXPLICIT),
      toPacs(store(1, bytesOf(...IDENTITY, PIXELS))),
      toPacs(store(1, bytesOf(...other, PIXELS))),
    );
    expect(seen.values('dicom.serial')).toEqual(['SN-88231', 'SN-99999']);
  });

  test('are read in the transfer syntax of their context', () => {
    const station = 'CTROOM1';
    const little = see(...association(IMPLICIT), toPacs(store(1, implicit(0x00081010, station))));
    const big = see(...association(BIG_ENDIAN), toPacs(store(1, bigEndian(0x00081010, 'SH', station))));
    expect([little.value('dicom.station'), big.value('dicom.station')]).toEqual([station, station]);
  });

  test('can be cut into fragments anywhere', () => {
    const whole = bytesOf(...IDENTITY);
    for (let cut = 1; cut < whole.length; cut++) {
      const fragments = bytesOf(
        pdu(4, pdv(1, COMMAND | LAST, command(0x0001, CT_STORAGE))),
        pdu(4, pdv(1, 0, whole.subarray(0, cut))),
        pdu(4, pdv(1, LAST, whole.subarray(cut))),
      );
      expect(identified(see(...association(EXPLICIT), toPacs(fragments)))).toEqual(IDENTIFIED);
    }
  });

  test('name all frames behind a value that fragments divide', () => {
    const serial = explicit(0x00181000, 'LO', 'SN-88231');
    const parts = [serial.subarray(0, 3), serial.subarray(3, 11), serial.subarray(11)];
    const seen = see(
      ...association(EXPLICIT),
      toPacs(pdu(4, pdv(1, COMMAND | LAST, command(0x0001, CT_STORAGE)))),
      ...parts.map((part, n) => toPacs(pdu(4, pdv(1, n === 2 ? LAST : 0, part)))),
    );
    const fact = seen.facts.find(({ attribute }) => attribute === 'dicom.serial')!;
    expect(fact.source.derived).toBe('reassembled');
    expect(seen.bytesOf(fact)).toEqual(bytesOf('SN-88231'));
    expect(fact.source.ranges).toHaveLength(2);
  });

  test('are read behind sequences of undefined length, and not inside those of other devices', () => {
    // (0018,A001) contributing equipment: item with a maker of its own, both of undefined length.
    const other = explicit(0x00080070, 'LO', 'OTHER MAKER');
    const sequence = longForm(
      0x0018a001,
      'SQ',
      0xffffffff,
      bytesOf(fromHex('feff00e0ffffffff'), other, fromHex('feff0de000000000 feffdde000000000')),
    );
    const performed = explicit(0x00400242, 'SH', 'ROOM-3');
    const seen = see(...association(EXPLICIT), toPacs(store(1, bytesOf(IDENTITY[1]!, sequence, performed))));
    expect(seen.values('dicom.manufacturer')).toEqual(['ACME MEDICAL']);
    expect(seen.value('dicom.performed-station')).toBe('ROOM-3');
  });

  test('give the UDI out of its sequence', () => {
    const udi = explicit(0x00181009, 'LT', '(01)00812345678903(21)ABC123');
    const sequence = longForm(0x0018100a, 'SQ', udi.length + 8, bytesOf(fromHex('feff00e0'), le32(udi.length), udi));
    const seen = see(...association(EXPLICIT), toPacs(store(1, bytesOf(sequence, IDENTITY[9]!))));
    expect([seen.value('dicom.udi'), seen.value('dicom.software')]).toEqual([
      '(01)00812345678903(21)ABC123',
      'V7.1\\P2',
    ]);
  });

  test('decode Japanese names', () => {
    // ESC $ B, four bytes of JIS X 0208, ESC ( B: 病院.
    const kanji = fromHex('1b2442 4942 3121 1b2842');
    const seen = see(
      ...association(EXPLICIT),
      toPacs(
        store(
          1,
          bytesOf(explicit(0x00080005, 'CS', '\\ISO 2022 IR 87'), explicit(0x00080080, 'LO', kanji), IDENTITY[3]!),
        ),
      ),
    );
    expect([seen.value('dicom.institution'), seen.value('dicom.station')]).toEqual(['病院', 'CTROOM1']);
  });

  test('are left where they contradict themselves, and the association goes on', () => {
    const descending = bytesOf(IDENTITY[1]!, IDENTITY[0]!, IDENTITY[8]!);
    const seen = see(
      ...association(EXPLICIT),
      toPacs(store(1, descending)),
      toPacs(store(1, explicit(0x00081010, 'SH', 'NEXT'))),
    );
    expect(seen.anomalies).toEqual({ 'dicom-element': 1 });
    expect(seen.values('dicom.serial')).toEqual([]);
    expect(seen.value('dicom.station')).toBe('NEXT');
  });

  test('do not count the wildcards of a query as personal data', () => {
    const query = (name: string) =>
      bytesOf(
        pdu(4, pdv(1, COMMAND | LAST, command(0x0020, STUDY_MOVE))),
        pdu(4, pdv(1, LAST, explicit(0x00100010, 'PN', name))),
      );
    expect(see(...association(EXPLICIT), toPacs(query('*'))).edges[0]?.personalData).toEqual([]);
    expect(see(...association(EXPLICIT), toPacs(query('TANAKA*'))).edges[0]?.personalData).toEqual(['name']);
  });
});

describe('commands', () => {
  test('name whom a C-MOVE sends to, and whose C-MOVE it was', () => {
    const move = command(0x0021, STUDY_MOVE, [implicit(0x0600, 'VIEWER3')], 0x0101);
    const stored = command(0x0001, CT_STORAGE, [implicit(0x1030, 'VIEWER3')], 0x0101);
    const seen = see(...association(EXPLICIT), toPacs(pdu(4, pdv(1, 3, move))), fromPacs(pdu(4, pdv(1, 3, stored))));
    expect([seen.value('dicom.move-destination'), seen.value('dicom.move-originator')]).toEqual(['VIEWER3', 'VIEWER3']);
  });

  test('make the sender of an event report the provider', () => {
    const commitment = '1.2.840.10008.1.20.1';
    const seen = see(toPacs(VECTOR_RQ), fromPacs(pdu(4, pdv(1, 3, command(0x0100, commitment, [], 0x0101)))));
    const fact = seen.facts.find(({ value }) => value === commitment)!;
    expect(fact).toMatchObject({ attribute: 'dicom.sop-class-scp', subject: { ip: '10.0.0.2' } });
  });
});

test('goes on behind bytes that are no PDU at the next one that agrees with itself', () => {
  const stray = bytesOf([9, 9, 9, 9, 9, 9], new Uint8Array(30).fill(4));
  const seen = see(...association(EXPLICIT), toPacs(bytesOf(stray, store(1, explicit(0x00081010, 'SH', 'AFTER')))));
  expect(seen.value('dicom.station')).toBe('AFTER');
  expect(seen.anomalies).toEqual({ 'dicom-pdu': 1 });
});
