import { expect, test } from 'vitest';
import { element, integer, octets, sequence } from '../../../tests/ber-element.ts';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { snmp } from './snmp.ts';

const MANAGER = '10.0.0.1';
const AGENT = '10.0.0.2';
const toAgent = (bytes: Uint8Array, port = 161) =>
  ({ udp: { from: [MANAGER, 40_000], to: [AGENT, port] }, bytes }) as const;
const toManager = (bytes: Uint8Array, port = 161) =>
  ({ udp: { from: [AGENT, port], to: [MANAGER, 40_000] }, bytes }) as const;
const trap = (bytes: Uint8Array) => ({ udp: { from: [AGENT, 40_001], to: [MANAGER, 162] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof toAgent> | ReturnType<typeof toManager> | ReturnType<typeof trap>)[]) =>
  rehearse({ dissectors: [snmp], packets });

const binding = (oid: string, value: Uint8Array) => sequence(element(6, fromHex(oid)), value);
const pdu = (tag: number, ...bindings: Uint8Array[]) =>
  element(tag, integer(7), integer(0), integer(0), sequence(...bindings));
const message = (version: number, community: string, body: Uint8Array) =>
  sequence(integer(version), octets(community), body);

const SYSTEM = '2b060102010101';
const DESCRIPTION = '2b0601020101 0100';
const GET = message(1, 'hospital', pdu(0xa0, binding(DESCRIPTION, bytesOf(5, 0))));
const RESPONSE = message(
  1,
  'hospital',
  pdu(
    0xa2,
    binding(DESCRIPTION, octets('PCU 8015 v12.3.0')),
    binding('2b0601020101 0200', element(6, fromHex('2b060104 01 ce0f 00'))),
    binding('2b0601020101 0300', bytesOf(0x43, 1, 5)),
    binding('2b0601020101 0400', octets('biomed@example.test')),
    binding('2b0601020101 0500', octets('ALARISGW')),
    binding('2b0601020101 0600', octets('Ward 0 East')),
  ),
);

withstands(snmp, [toAgent(GET), toManager(RESPONSE)]);

test('the system group of an agent', () => {
  const seen = see(toAgent(GET), toManager(RESPONSE));
  const agent = seen.facts.filter((fact) => fact.subject.ip === AGENT).map((fact) => [fact.attribute, fact.value]);
  expect(agent).toEqual([
    ['credential.cleartext', 'snmp'],
    ['snmp.version', '2c'],
    ['snmp.system', '1.3.6.1.2.1.1.1.0=PCU 8015 v12.3.0'],
    ['snmp.description', 'PCU 8015 v12.3.0'],
    ['snmp.system', '1.3.6.1.2.1.1.2.0=1.3.6.1.4.1.9999.0'],
    ['snmp.object-id', '1.3.6.1.4.1.9999.0'],
    ['snmp.system', '1.3.6.1.2.1.1.4.0=biomed@example.test'],
    ['snmp.system', '1.3.6.1.2.1.1.5.0=ALARISGW'],
    ['snmp.name', 'ALARISGW'],
    ['snmp.system', '1.3.6.1.2.1.1.6.0=Ward 0 East'],
    ['snmp.location', 'Ward 0 East'],
  ]);
  const name = seen.facts.find((fact) => fact.attribute === 'snmp.name')!;
  expect(name.kind).toBe('name-seen');
  expect(seen.bytesOf(name)).toEqual(bytesOf('ALARISGW'));
});

test('a community is reported without its text, in value and in evidence, and compared with the known defaults', () => {
  const packets = [toAgent(message(0, 'public', pdu(0xa0))), toAgent(GET, 1161)];
  const seen = rehearse({ dissectors: [snmp], packets, excerpts: true, defaults: { 'snmp  public': 'snmp-public' } });
  const credentials = seen.facts.filter((fact) => fact.attribute === 'credential.cleartext');
  expect(credentials.map((fact) => fact.value)).toEqual([expect.stringContaining('snmp-public'), 'snmp']);
  for (const fact of credentials) {
    expect(fact.kind).toBe('credential-exposed');
    expect(fact.subject).toEqual({ ip: AGENT });
    expect(seen.bytesOf(fact)).toHaveLength(1);
  }
  expect(seen.everything).not.toContain('hospital');
  expect(seen.everything).not.toMatch(/[^-]public/);
});

test('an empty community is no credential', () => {
  expect(see(toAgent(message(0, '', pdu(0xa0)))).value('credential.cleartext')).toBeUndefined();
});

test('entity, printer and power supply tables', () => {
  const entity = (column: string, value: string) => binding(`2b06010201 2f01010101 ${column}01`, octets(value));
  const bytes = message(
    1,
    'c',
    pdu(
      0xa2,
      entity('08', 'HW 2'),
      entity('09', 'FW 1.9'),
      entity('0a', 'SW 4.2'),
      entity('0b', 'SN991'),
      entity('0c', 'ACME'),
      entity('0d', 'Vent 500'),
      binding('2b06010201 2b 0501011101', octets('PRN-7')),
      binding('2b06010201 21 0101 0200', octets('UPS 3000')),
    ),
  );
  const seen = see(toManager(bytes));
  const values = (name: string) => seen.values(`snmp.${name}`);
  expect(values('hardware')).toEqual(['HW 2']);
  expect(values('firmware')).toEqual(['FW 1.9']);
  expect(values('software')).toEqual(['SW 4.2']);
  expect(values('serial')).toEqual(['SN991', 'PRN-7']);
  expect(values('manufacturer')).toEqual(['ACME']);
  expect(values('model')).toEqual(['Vent 500', 'UPS 3000']);
  expect(values('system')).toEqual([]);
});

test('a version 1 trap tells the type of its sender', () => {
  const body = element(
    0xa4,
    element(6, fromHex('2b0601040109')),
    bytesOf(0x40, 4, [10, 0, 0, 2]),
    integer(6),
    integer(1),
    bytesOf(0x43, 1, 9),
    sequence(binding('2b0601020101 0500', octets('SW-1'))),
  );
  const seen = see(trap(message(0, 'c', body)));
  expect(seen.value('snmp.trap-enterprise')).toBe('1.3.6.1.4.1.9');
  expect(seen.value('snmp.name')).toBe('SW-1');
  // The manager accepts the community of a trap.
  expect(seen.facts.find((fact) => fact.attribute === 'credential.cleartext')?.subject).toEqual({ ip: MANAGER });
});

test('what a manager sets describes the agent', () => {
  const seen = see(toAgent(message(0, 'c', pdu(0xa3, binding('2b0601020101 0500', octets('PUMP-1'))))));
  expect(seen.facts.find((fact) => fact.attribute === 'snmp.name')).toMatchObject({
    value: 'PUMP-1',
    subject: { ip: AGENT },
  });
});

/** RFC 3412 §6: flags 4 reportable, 1 authenticated, 2 encrypted. */
function version3(flags: number, engine: string, body: Uint8Array): Uint8Array {
  const security = sequence(
    octets(fromHex(engine)),
    integer(1),
    integer(9),
    octets('nurse-admin'),
    octets(''),
    octets(''),
  );
  return sequence(
    integer(3),
    sequence(integer(1), bytesOf(2, 2, [4, 0]), bytesOf(4, 1, flags), integer(3)),
    octets(security),
    body,
  );
}
const scoped = (body: Uint8Array) => sequence(octets(''), octets(''), body);
const ENGINE = '80001f8803 020000000002';

withstands(snmp, [toManager(version3(0, ENGINE, scoped(pdu(0xa2, binding('2b0601020101 0500', octets('V3'))))))]);

test('the engine of a version 3 message is the agent’s, whoever sends', () => {
  const seen = see(
    toAgent(version3(4, ENGINE, scoped(pdu(0xa0)))),
    toManager(version3(0, ENGINE, scoped(pdu(0xa2, binding('2b0601020101 0500', octets('V3')))))),
  );
  for (const fact of seen.facts.filter((each) => each.attribute.startsWith('snmp.engine'))) {
    expect(fact.subject).toEqual({ ip: AGENT });
    expect(fact.count).toBe(2);
  }
  expect(seen.value('snmp.engine-id')).toBe('80001f8803020000000002');
  expect(seen.value('snmp.engine-enterprise')).toBe('8072');
  expect(seen.value('snmp.engine-mac')).toBe('02:00:00:00:00:02');
  expect(seen.value('snmp.name')).toBe('V3');
  expect(seen.everything).not.toContain('nurse');
  expect(seen.edges[0]?.encrypted).toBe(false);
});

test('an encrypted version 3 message', () => {
  const seen = see(toManager(version3(3, ENGINE, octets('secret'))));
  expect(seen.edges[0]?.encrypted).toBe(true);
  expect(seen.values('snmp.engine-id')).toHaveLength(1);
});

test('a sub-identifier of more than 32 bits is no object', () => {
  const bytes = message(0, 'c', pdu(0xa2, binding('2b0601020101 0200', element(6, fromHex('2b8f8f8f8f8f7f')))));
  expect(see(toManager(bytes)).values('snmp.system')).toEqual([]);
});

test('a message cut by the capture still tells version and community, on its own port', () => {
  const cut = RESPONSE.subarray(0, 30);
  expect(see(toManager(cut)).value('snmp.version')).toBe('2c');
  expect(see(toManager(cut, 4000)).facts).toEqual([]);
});

test('is recognised on another port', () => {
  expect(see(toManager(RESPONSE, 4000)).value('snmp.name')).toBe('ALARISGW');
});

test('the prefix of the system group alone is no object', () => {
  expect(see(toManager(message(0, 'c', pdu(0xa2, binding(SYSTEM, octets('x')))))).values('snmp.system')).toEqual([]);
});
