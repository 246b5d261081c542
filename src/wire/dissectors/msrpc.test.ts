import { expect, test } from 'vitest';
import { apRequest, principal } from '../../../tests/kerberos-ticket.ts';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { msrpc } from './msrpc.ts';

const CLIENT = ['10.0.0.9', 50_135] as const;
const SERVER = ['10.0.0.7', 49_667] as const;
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [msrpc], packets });

const le16 = (value: number) => [value & 0xff, value >> 8];

/** Integrity and privacy ([MS-RPCE] §2.2.1.1.8). */
const INTEGRITY = 5;
const PRIVACY = 6;

/** C706 §12.6.3.1: version, type, flags, data representation, lengths, call id; then body, trailer and token. */
function pdu(type: number, body: Uint8Array, token: Uint8Array = new Uint8Array(0), level = INTEGRITY): Uint8Array {
  const trailer = token.length === 0 ? new Uint8Array(0) : bytesOf([9, level, 0, 0], [0, 0, 0, 0]);
  const length = 16 + body.length + trailer.length + token.length;
  const head = bytesOf([5, 0, type, 3], [0x10, 0, 0, 0], le16(length), le16(token.length), [1, 0, 0, 0]);
  return bytesOf(head, body, trailer, token);
}

/** e1af8308-5d1f-11c9-91a4-08002b14a0fa 3.0, the endpoint mapper (C706 appendix O), and the NDR transfer syntax. */
const ENDPOINT_MAPPER = fromHex('0883afe11f5dc91191a408002b14a0fa 03000000');
const NDR = fromHex('045d888aeb1cc9119fe808002b104860 02000000');
const binding = bytesOf(le16(5840), le16(5840), [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], ENDPOINT_MAPPER, NDR);
/** RFC 4121 §4.1: mechanism, token id, message. */
const TICKET = bytesOf(fromHex('06092a864886f712010202 0100'), apRequest(principal(2, 'host', 'dc1.hosp.local')));
/** [MS-NLMP] §2.2.1.1: OEM names of domain and workstation behind 32 bytes. */
const NEGOTIATE = bytesOf(
  'NTLMSSP\0',
  [1, 0, 0, 0],
  [0x02, 0x32, 0, 0],
  [4, 0, 4, 0, 36, 0, 0, 0],
  [4, 0, 4, 0, 32, 0, 0, 0],
  'WS07HOSP',
);

const BIND = pdu(11, binding, TICKET, PRIVACY);
const BIND_ACK = pdu(12, bytesOf(le16(5840), le16(5840), [1, 0, 0, 0], le16(4), '135\0', new Uint8Array(26)));
const CALL = pdu(0, new Uint8Array(24));
const RESULT = pdu(2, new Uint8Array(24));

withstands(msrpc, [toServer(BIND), toClient(BIND_ACK), toServer(CALL), toClient(RESULT)]);

test('a bind tells the interface and who logs in', () => {
  const seen = see(toServer(BIND), toClient(BIND_ACK));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['msrpc.interface', 'e1af8308-5d1f-11c9-91a4-08002b14a0fa 3.0', '10.0.0.9'],
    ['kerberos.realm', 'HOSP.LOCAL', '10.0.0.9'],
    ['kerberos.service', 'host/dc1.hosp.local', '10.0.0.9'],
  ]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(ENDPOINT_MAPPER);
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(bytesOf('HOSP.LOCAL'));
  expect(seen.edges).toMatchObject([{ protocol: 'msrpc', port: 49_667, encrypted: true }]);
  expect(seen.anomalies).toEqual({});
});

test('calls that are only signed are not encrypted', () => {
  const seen = see(toServer(pdu(11, binding, NEGOTIATE)));
  expect(seen.value('ntlm.computer')).toBe('WS07');
  expect(seen.value('ntlm.domain')).toBe('HOSP');
  expect(seen.edges[0]!.encrypted).toBe(false);
});

test('a log-in after the first calls', () => {
  const seen = see(toServer(pdu(11, binding)), toClient(BIND_ACK), toServer(CALL), toServer(pdu(14, binding, TICKET)));
  expect(seen.value('kerberos.realm')).toBe('HOSP.LOCAL');
});

test('is over after enough calls', () => {
  const calls = Array.from({ length: 20 }, () => toServer(CALL));
  expect(see(...calls, toServer(pdu(14, binding, TICKET))).facts).toEqual([]);
});

test('from the middle of a connection the direction follows from the type', () => {
  const packets = [toClient(RESULT), toServer(pdu(14, binding, TICKET))];
  const { edges } = rehearse({ dissectors: [msrpc], packets, midstream: true });
  expect(edges).toMatchObject([{ client: { ip: '10.0.0.9' }, server: { ip: '10.0.0.7' }, protocol: 'msrpc' }]);
});

test('big-endian headers', () => {
  const bytes = bytesOf(
    [5, 0, 11, 3],
    [0, 0, 0, 0],
    u16(16 + 28 + 8 + TICKET.length),
    u16(TICKET.length),
    [0, 0, 0, 1],
  );
  const seen = see(toServer(bytesOf(bytes, new Uint8Array(28), [9, INTEGRITY, 0, 0], [0, 0, 0, 0], TICKET)));
  expect(seen.values('kerberos.realm')).toEqual(['HOSP.LOCAL']);
});

test.each([
  ['a SOCKS 5 greeting', bytesOf(5, 1, 0)],
  ['a SOCKS 5 request', bytesOf([5, 1, 0, 3], 11, 'example.com', u16(80))],
  ['a length shorter than the header', bytesOf([5, 0, 11, 3], [0x10, 0, 0, 0], le16(8), le16(0), [1, 0, 0, 0])],
])('%s is not RPC', (_, bytes) => {
  expect(see(toServer(bytes)).edges[0]!.protocol).not.toBe('msrpc');
});

test('a token longer than its fragment ends the reading', () => {
  const seen = see(toServer(bytesOf([5, 0, 11, 3], [0x10, 0, 0, 0], le16(72), le16(60), [1, 0, 0, 0])));
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'msrpc-framing-lost': 1 });
});

test('keeps what it read before the framing breaks', () => {
  const seen = see(toServer(BIND), toServer(bytesOf('nonsense, and more of it')));
  expect(seen.value('kerberos.realm')).toBe('HOSP.LOCAL');
  expect(seen.anomalies).toEqual({ 'msrpc-framing-lost': 1 });
});
