import { expect, test } from 'vitest';
import { element, integer, octets, sequence } from '../../../tests/ber-element.ts';
import { bytesOf, fromHex, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { CHANGE_CIPHER_SPEC, clientHello, record } from '../../../tests/tls-flight.ts';
import { withstands } from '../../../tests/withstands.ts';
import { ldap } from './ldap.ts';
import { tls } from './tls.ts';

const CLIENT = '10.0.0.5';
const SERVER = '10.0.0.1';
const toServer = (bytes: Uint8Array, port = 389) =>
  ({ tcp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const toClient = (bytes: Uint8Array, port = 389) =>
  ({ tcp: { from: [SERVER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof toServer> | ReturnType<typeof toClient>)[]) =>
  rehearse({ dissectors: [ldap], packets, excerpts: true });

const message = (id: number, tag: number, ...parts: Uint8Array[]) => sequence(integer(id), element(tag, ...parts));
const enumerated = (value: number) => element(0x0a, value);
const simpleBind = (name: string, password: string) =>
  message(1, 0x60, integer(3), octets(name), element(0x80, password));
const bindResponse = (result: number, ...more: Uint8Array[]) =>
  message(1, 0x61, enumerated(result), octets(''), octets(''), ...more);
const list = (name: string, ...values: (string | Uint8Array)[]) =>
  sequence(octets(name), element(0x31, ...values.map((value) => octets(value))));
const entry = (name: string, ...attributes: Uint8Array[]) => message(2, 0x64, octets(name), sequence(...attributes));
const SEARCH = message(
  2,
  0x63,
  octets(''),
  enumerated(0),
  enumerated(0),
  integer(0),
  integer(0),
  element(1, 0),
  element(0x87, 'objectClass'),
  sequence(),
);
const ROOT = entry(
  '',
  list('dnsHostName', 'dc1.hosp.local'),
  list('defaultNamingContext', 'DC=hosp,DC=local'),
  list('vendorVersion', '389-Directory/1.4'),
  list('supportedLDAPVersion', '3', '2'),
);
const PERSON = entry(
  'CN=Taro Yamada,OU=Ward 3,DC=hosp,DC=local',
  list('cn', 'Taro Yamada'),
  list('dnsHostName', 'x.y'),
);

withstands(ldap, [toServer(SEARCH), toClient(bytesOf(ROOT, PERSON))]);

test('the root entry describes the server; entries of people are passed by', () => {
  const seen = see(toServer(SEARCH), toClient(bytesOf(PERSON, ROOT)));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['ldap.host-name', 'dc1.hosp.local', SERVER],
    ['ldap.naming-context', 'DC=hosp,DC=local', SERVER],
    ['ldap.software', '389-Directory/1.4', SERVER],
  ]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('dc1.hosp.local'));
  for (const word of ['Yamada', 'Ward 3']) expect(seen.everything).not.toContain(word);
});

test('a simple log-in is a credential, without name and password', () => {
  const seen = see(toServer(simpleBind('cn=nurse,dc=hosp', 'tiger-secret')), toClient(bindResponse(0)));
  expect(seen.facts).toMatchObject([{ attribute: 'credential.cleartext', value: 'ldap', subject: { ip: SERVER } }]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf(0x80));
  for (const word of ['nurse', 'tiger']) expect(seen.everything).not.toContain(word);
  expect(seen.edges[0]?.personalData).toEqual(['account']);
});

test('a log-in without password is anonymous when the server accepts it', () => {
  const bind = toServer(simpleBind('', ''));
  expect(see(bind, toClient(bindResponse(0))).values('login.anonymous')).toEqual(['ldap']);
  expect(see(bind, toClient(bindResponse(49))).values('login.anonymous')).toEqual([]);
});

/** NTLM challenge with target name HOSP and the NetBIOS computer CT1. */
const CHALLENGE = bytesOf(
  fromHex('4e544c4d53535000 02000000 0800 0800 38000000 15828962 1122334455667788 0000000000000000'),
  fromHex('0e00 0e00 40000000 0601b11d0000000f'),
  fromHex('48004f0053005000 0100 0600 430054003100 0000 0000'),
);

test('NTLM inside of a SASL log-in', () => {
  const bind = message(1, 0x60, integer(3), octets(''), element(0xa3, octets('GSS-SPNEGO'), octets('token')));
  const seen = see(toServer(bind), toClient(bindResponse(14, element(0x87, CHALLENGE))));
  expect(seen.value('ldap.mechanism')).toBe('GSS-SPNEGO');
  expect(seen.facts.find((fact) => fact.attribute === 'ntlm.computer')).toMatchObject({
    value: 'CT1',
    subject: { ip: SERVER },
  });
});

test('what a SASL layer protects is encrypted', () => {
  const bind = message(1, 0x60, integer(3), octets(''), element(0xa3, octets('GSSAPI')));
  const wrapped = bytesOf(u32(40), fromHex('050406ff'), new Uint8Array(36));
  const seen = see(toServer(bind), toClient(bindResponse(0)), toServer(wrapped));
  expect(seen.edges[0]?.encrypted).toBe(true);
  expect(seen.anomalies).toEqual({});
});

test('a long entry is passed by counting', () => {
  const long = entry('CN=group', list('member', 'x'.repeat(30_000)));
  const seen = see(toServer(SEARCH), toClient(bytesOf(long, ROOT)));
  expect(seen.value('ldap.host-name')).toBe('dc1.hosp.local');
});

/** Operation 17, flags, GUID; forest, domain (pointer), host, NetBIOS domain, NetBIOS computer. */
const PING = bytesOf(
  fromHex('1700 0000 fd330000'),
  new Uint8Array(16),
  bytesOf(4, 'hosp', 5, 'local', 0),
  fromHex('c018'),
  bytesOf(3, 'dc1', 0xc0, 0x18),
  bytesOf(4, 'HOSP', 0),
  bytesOf(3, 'DC1', 0),
);

test('a domain controller answers a ping over UDP', () => {
  const bytes = entry('', list('Netlogon', PING));
  const packets = [{ udp: { from: [SERVER, 389], to: [CLIENT, 40_000] }, bytes }] as const;
  const seen = rehearse({ dissectors: [ldap], packets });
  expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual([
    ['ldap.role', 'domain-controller'],
    ['ldap.domain', 'hosp.local'],
    ['ldap.host-name', 'dc1.hosp.local'],
    ['ldap.computer', 'DC1'],
  ]);
});

withstands(ldap, [{ udp: { from: [SERVER, 389], to: [CLIENT, 40_000] }, bytes: entry('', list('Netlogon', PING)) }]);

test('is recognised on another port by a log-in', () => {
  expect(see(toServer(simpleBind('cn=a', 'b'), 10_389)).value('credential.cleartext')).toBe('ldap');
  expect(see(toClient(ROOT, 10_389)).facts).toEqual([]);
});

test('StartTLS carries TLS from then on', () => {
  // RFC 4511 §4.14: extended request 1.3.6.1.4.1.1466.20037, and the response that grants it.
  const packets = [
    toServer(message(1, 0x77, element(0x80, '1.3.6.1.4.1.1466.20037'))),
    toClient(message(1, 0x78, enumerated(0), octets(''), octets(''))),
    toServer(bytesOf(record(22, clientHello('dc1.hosp.local')), CHANGE_CIPHER_SPEC)),
  ];
  const seen = rehearse({ dissectors: [ldap, tls], packets });
  expect(seen.edges[0]).toMatchObject({ protocol: 'ldap', encrypted: true });
  expect(seen.values('tls.sni')).toEqual(['dc1.hosp.local']);
});
