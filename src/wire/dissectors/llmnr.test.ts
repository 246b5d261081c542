import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { llmnr } from './llmnr.ts';

const ASKER = '10.0.0.1';
const OWNER = '10.0.0.2';
const asked = (bytes: Uint8Array) => ({ udp: { from: [ASKER, 50_000], to: ['224.0.0.252', 5355] }, bytes }) as const;
const answered = (bytes: Uint8Array) => ({ udp: { from: [OWNER, 5355], to: [ASKER, 50_000] }, bytes }) as const;

const QUESTION = bytesOf(6, 'hs2011', 0, fromHex('0001 0001'));
const QUERY = bytesOf(fromHex('1234 0000 0001 0000 0000 0000'), QUESTION);
/** The question again, then an address record owned by the name as the host writes it. */
const RESPONSE = bytesOf(
  fromHex('1234 8000 0001 0001 0000 0000'),
  QUESTION,
  bytesOf(6, 'HS2011', 0),
  fromHex('0001 0001 0000001e 0004 0a000002'),
);

withstands(llmnr, [asked(QUERY), answered(RESPONSE)]);

test('tells who sought a name and who owns it', () => {
  const seen = rehearse({ dissectors: [llmnr], packets: [asked(QUERY), answered(RESPONSE)] });
  expect(seen.facts).toMatchObject([
    { attribute: 'llmnr.query', value: 'hs2011', kind: 'peer-sought', subject: { ip: ASKER } },
    { attribute: 'llmnr.name', value: 'HS2011', kind: 'name-seen', subject: { ip: OWNER } },
    { attribute: 'llmnr.address', value: '10.0.0.2', subject: { ip: OWNER } },
  ]);
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(bytesOf(6, 'HS2011'));
});

test('an address is no name of the host that answers for it', () => {
  const reverse = bytesOf(1, '2', 1, '0', 1, '0', 2, '10', 7, 'in-addr', 4, 'arpa', 0);
  const bytes = bytesOf(
    fromHex('1234 8000 0000 0001 0000 0000'),
    reverse,
    fromHex('000c 0001 0000001e 0008 06 485332303131 00'),
  );
  expect(rehearse({ dissectors: [llmnr], packets: [answered(bytes)] }).facts).toEqual([]);
});

test('a name that answers for another address holds there too', () => {
  const bytes = bytesOf(
    fromHex('1234 8000 0000 0001 0000 0000'),
    bytesOf(2, 'pc', 0),
    fromHex('0001 0001 0000001e 0004 0a000003'),
  );
  const seen = rehearse({ dissectors: [llmnr], packets: [answered(bytes)] });
  expect(seen.facts.filter((fact) => fact.attribute === 'llmnr.name').map((fact) => fact.subject)).toEqual([
    { ip: OWNER },
    { ip: '10.0.0.3' },
  ]);
});
