import { expect, test } from 'vitest';
import { element, octets, sequence } from '../../../tests/ber-element.ts';
import { apRequest, field, principal } from '../../../tests/kerberos-ticket.ts';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { findKerberos } from './kerberos-message.ts';

const MESSAGE = apRequest(principal(2, 'cifs', 'pacs.hosp.local'));
/** 1.2.840.113554.1.2.2, 1.3.6.1.5.2.5 and 1.3.6.1.5.5.2. */
const KERBEROS = fromHex('06092a864886f712010202');
const IAKERB = fromHex('06062b0601050205');
const SPNEGO = fromHex('06062b0601050502');
/** RFC 4121 §4.1: mechanism, token id 1, message. */
const gss = (mechanism: Uint8Array) => element(0x60, mechanism, bytesOf(1, 0), MESSAGE);
/** RFC 4178 §4.2.1. */
const init = (token: Uint8Array) =>
  element(0x60, SPNEGO, field(0, sequence(field(0, sequence(KERBEROS)), field(2, octets(token)))));
/** RFC 4178 §4.2.2. */
const response = (token: Uint8Array) => field(1, sequence(field(0, element(0x0a, 1)), field(2, octets(token))));

test.each([
  ['GSS-API', gss(KERBEROS)],
  ['SPNEGO', init(gss(KERBEROS))],
  ['an answer in SPNEGO', response(gss(KERBEROS))],
  ['SPNEGO of DCE/RPC, without the wrapping', init(MESSAGE)],
  ['IAKERB in SPNEGO', response(gss(IAKERB))],
])('finds the message in %s', (_, token) => {
  const bytes = bytesOf('before', token);
  const at = findKerberos(bytes, 6, bytes.length);
  expect(bytes.subarray(at, at + MESSAGE.length)).toEqual(MESSAGE);
});

test.each([
  ['a mechanism and no token', sequence(KERBEROS)],
  ['another token', init(bytesOf('NTLMSSP\0'))],
  ['another wrapped token', init(element(0x60, IAKERB, 'token'))],
  ['no list after SPNEGO', element(0x60, SPNEGO, 'text')],
  ['nothing', new Uint8Array()],
])('finds none in %s', (_, token) => {
  expect(findKerberos(token, 0, token.length)).toBe(-1);
});

test('finds none in a token cut anywhere before the message', () => {
  const token = init(gss(KERBEROS));
  const message = findKerberos(token, 0, token.length);
  for (let end = 0; end <= message; end++) expect(findKerberos(token, 0, end)).toBe(-1);
});
