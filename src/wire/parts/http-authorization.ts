import { decodeText } from '#bytes';
import type { Out, View } from '../dissector.ts';
import { Base64Out, decodeBase64 } from './base64.ts';
import { cleartextCredential } from './credentials.ts';
import { httpAttributes } from './http-attributes.ts';
import { reportNtlm } from './ntlmssp.ts';
import { byteAt, isWord } from './text-line.ts';

const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** base64 of "NTLMSSP": a Negotiate token that is bare NTLM ([MS-N2HT]) begins with it. */
const NTLM_TOKEN = 'tlrmtvntuaa';

function endOfScheme(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! > BLANK) at++;
  return at;
}

/** Authorization or Proxy-Authorization (RFC 9110 §11.6.2). `name` is where the field name begins, [from, to) its value. */
export function reportAuthorization(view: View, out: Out, name: number, from: number, to: number): void {
  const { bytes } = view;
  const schemeEnd = endOfScheme(bytes, from, to);
  let token = schemeEnd;
  while (token < to && bytes[token] === BLANK) token++;
  out.text(httpAttributes.authScheme, view.receiver, from, schemeEnd);
  if (isWord(bytes, from, schemeEnd, 'basic')) {
    const text = decodeBase64(bytes, token, to);
    const colon = byteAt(text, COLON, 0, text.length);
    if (colon === text.length) return;
    const user = decodeText(text, 0, colon);
    const secret = decodeText(text, colon + 1, text.length);
    // The range stops before the token, so that evidence does not hold the secret.
    cleartextCredential(out, view.receiver, 'http', user, secret, name, schemeEnd);
    out.personal('account', 1);
  } else if (isWord(bytes, from, schemeEnd, 'digest')) {
    out.personal('account', 1);
  } else {
    reportToken(view, out, token, to);
  }
}

/** WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.6.1). */
export function reportChallenge(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  const schemeEnd = endOfScheme(bytes, from, to);
  let token = schemeEnd;
  while (token < to && bytes[token] === BLANK) token++;
  for (let at = from; at + 7 < to; at++) {
    if (!isWord(bytes, at, at + 6, 'realm=')) continue;
    const quoted = bytes[at + 6] === QUOTE;
    const start = quoted ? at + 7 : at + 6;
    out.text(
      httpAttributes.realm,
      view.sender,
      start,
      quoted ? endOfQuoted(bytes, start, to) : endOfScheme(bytes, start, to),
    );
    return;
  }
  reportToken(view, out, token, to);
}

/** The quote that ends a quoted-string (RFC 9110 §5.6.4), or `to`. */
function endOfQuoted(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return to;
}

/** NTLM and Negotiate carry an NTLM message in base64. */
function reportToken(view: View, out: Out, from: number, to: number): void {
  if (to - from < NTLM_TOKEN.length || !isWord(view.bytes, from, from + NTLM_TOKEN.length, NTLM_TOKEN)) return;
  const message = decodeBase64(view.bytes, from, to);
  reportNtlm(new Base64Out(out, message, from), view.sender, view.receiver, message, 0, message.length, 'http');
}
