import { expect, test } from 'vitest';
import { element, integer, octets, sequence } from '../../../tests/ber-element.ts';
import { apRequest, field, generalString, principal, ticket } from '../../../tests/kerberos-ticket.ts';
import { bytesOf, fromHex, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { kerberos } from './kerberos.ts';

const CLIENT = '10.0.0.5';
const SERVER = '10.0.0.1';

const request = (tag: number, client: Uint8Array | undefined, service: Uint8Array, padata?: Uint8Array) =>
  element(
    tag,
    sequence(
      field(1, integer(5)),
      field(2, integer(tag & 0x1f)),
      ...(padata === undefined ? [] : [field(3, sequence(padata))]),
      field(
        4,
        sequence(
          field(0, element(3, fromHex('0040810010'))),
          ...(client === undefined ? [] : [field(1, client)]),
          field(2, generalString('HOSP.LOCAL')),
          field(3, service),
          field(5, element(0x18, '20370913024805Z')),
          field(7, integer(7)),
          field(8, sequence(integer(18), integer(23))),
          field(9, sequence(sequence(field(0, integer(20)), field(1, octets('CT1            \u0020'))))),
        ),
      ),
    ),
  );

const TGT = principal(2, 'krbtgt', 'HOSP.LOCAL');
const AS_REQ = request(0x6a, principal(1, 'CT1$'), TGT);
const AS_REQ_PERSON = request(0x6a, principal(1, 'taro.yamada'), TGT);
const TGS_REQ = request(
  0x6c,
  undefined,
  principal(2, 'cifs', 'pacs.hosp.local'),
  sequence(field(1, integer(1)), field(2, octets(apRequest(TGT)))),
);
const AS_REP = element(
  0x6b,
  sequence(
    field(0, integer(5)),
    field(1, integer(11)),
    field(3, generalString('HOSP.LOCAL')),
    field(4, principal(1, 'CT1$')),
    field(5, ticket(TGT)),
  ),
);
const ERROR = element(
  0x7e,
  sequence(
    field(0, integer(5)),
    field(1, integer(30)),
    field(6, integer(25)),
    field(9, generalString('HOSP.LOCAL')),
    field(10, TGT),
  ),
);

const ask = (bytes: Uint8Array, port = 88) => ({ udp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const tell = (bytes: Uint8Array) => ({ udp: { from: [SERVER, 88], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof tell>)[]) =>
  rehearse({ dissectors: [kerberos], packets });

withstands(kerberos, [ask(AS_REQ), tell(AS_REP), ask(TGS_REQ)]);

test('a machine that asks for its ticket', () => {
  const seen = see(ask(AS_REQ));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['kerberos.computer', 'CT1$', 'name-seen'],
    ['kerberos.realm', 'HOSP.LOCAL', 'capability-seen'],
    ['kerberos.etype', '18', 'capability-seen'],
    ['kerberos.etype', '23', 'capability-seen'],
    ['kerberos.netbios-name', 'CT1', 'name-seen'],
  ]);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: CLIENT });
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('CT1$'));
});

test('a person’s name is personal data and nothing else', () => {
  const seen = see(ask(AS_REQ_PERSON));
  expect(seen.everything).not.toContain('yamada');
  expect(seen.edges[0]?.personalData).toEqual(['account']);
});

test('a reply names the client it goes to', () => {
  const seen = see(tell(AS_REP));
  expect(seen.facts.find((fact) => fact.attribute === 'kerberos.computer')?.subject).toEqual({ ip: CLIENT });
  expect(seen.edges[0]).toMatchObject({ server: { ip: SERVER }, port: 88 });
});

test('the service that a ticket is wanted for, but not the one for tickets', () => {
  const seen = see(ask(TGS_REQ));
  expect(seen.facts.filter((fact) => fact.attribute === 'kerberos.service')).toMatchObject([
    { value: 'cifs/pacs.hosp.local', kind: 'peer-sought', subject: { ip: CLIENT } },
  ]);
});

test('a host principal', () => {
  const seen = see(ask(request(0x6a, principal(1, 'host', 'linux1.hosp.local'), TGT)));
  expect(seen.value('kerberos.host-principal')).toBe('linux1.hosp.local');
});

test('an error tells the realm', () => {
  expect(see(tell(ERROR)).values('kerberos.realm')).toEqual(['HOSP.LOCAL']);
});

const framed = (bytes: Uint8Array) => bytesOf(u32(bytes.length), bytes);
const STREAM = [
  { tcp: { from: [CLIENT, 41_000], to: [SERVER, 88] }, bytes: framed(AS_REQ) },
  { tcp: { from: [SERVER, 88], to: [CLIENT, 41_000] }, bytes: framed(AS_REP) },
] as const;

withstands(kerberos, STREAM);

test('streams, also on another port', () => {
  const elsewhere = [{ tcp: { from: [CLIENT, 41_000], to: [SERVER, 8800] }, bytes: framed(AS_REQ) }] as const;
  for (const packets of [STREAM, elsewhere])
    expect(rehearse({ dissectors: [kerberos], packets }).value('kerberos.computer')).toBe('CT1$');
});

test('datagrams on another port', () => {
  expect(see(ask(AS_REQ, 8800)).value('kerberos.computer')).toBe('CT1$');
  expect(see(ask(bytesOf(AS_REQ, 0), 8800)).facts).toEqual([]);
});
