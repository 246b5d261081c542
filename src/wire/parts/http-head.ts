import { decodeText } from '#bytes';
import type { Out, View } from '../dissector.ts';
import { httpAttributes } from './http-attributes.ts';
import { reportAuthorization, reportChallenge } from './http-authorization.ts';
import { byteAt, isWord } from './text-line.ts';

/** What a body is, as far as it matters here. */
export const BODY = { other: 0, xml: 1, fhir: 2 } as const;
export type BodyKind = (typeof BODY)[keyof typeof BODY];

export const METHOD = { other: 0, head: 1, connect: 2 } as const;
export type Method = (typeof METHOD)[keyof typeof METHOD];

/** Longest SOAPAction that is reported; the rest of a longer one may hold anything. */
const SOAP_ACTION_BYTES = 256;
const LF = 10;
const CR = 13;
const COLON = 0x3a;
const QUESTION_MARK = 0x3f;

/** One message head: what decides the framing, filled by `read`. One object serves many heads. */
export class HttpHead {
  isResponse = false;
  status = 0;
  method: Method = METHOD.other;
  /** -1 when absent. */
  contentLength = -1;
  chunked = false;
  /** The body is compressed or otherwise encoded. */
  encoded = false;
  body: BodyKind = BODY.other;
  upgradeToTls = false;

  /**
   * Reads the head in bytes[from, to), start line and fields, and reports what it says. False when the start line is
   * neither a request nor a status line.
   */
  read(view: View, out: Out, from: number, to: number): boolean {
    this.isResponse = false;
    this.status = 0;
    this.method = METHOD.other;
    this.contentLength = -1;
    this.chunked = this.encoded = this.upgradeToTls = false;
    this.body = BODY.other;
    const { bytes } = view;
    let lineEnd = byteAt(bytes, LF, from, to);
    if (!this.readStartLine(bytes, from, lineEnd)) return false;
    for (let at = lineEnd + 1; at < to; at = lineEnd + 1) {
      lineEnd = byteAt(bytes, LF, at, to);
      const colon = byteAt(bytes, COLON, at, lineEnd);
      if (colon === at || colon === lineEnd) continue;
      let valueFrom = colon + 1;
      let valueTo = lineEnd;
      while (valueFrom < valueTo && bytes[valueFrom]! <= 0x20) valueFrom++;
      while (valueTo > valueFrom && bytes[valueTo - 1]! <= 0x20) valueTo--;
      if (valueTo > valueFrom) this.readField(view, out, at, colon, valueFrom, valueTo);
    }
    return true;
  }

  private readStartLine(bytes: Uint8Array, from: number, to: number): boolean {
    if (isStatusLine(bytes, from, to)) {
      this.isResponse = true;
      this.status = (bytes[from + 9]! - 0x30) * 100 + (bytes[from + 10]! - 0x30) * 10 + (bytes[from + 11]! - 0x30);
      return true;
    }
    if (!isRequestLine(bytes, from, to)) return false;
    if (isWord(bytes, from, from + 5, 'head ')) this.method = METHOD.head;
    else if (isWord(bytes, from, from + 8, 'connect ')) this.method = METHOD.connect;
    return true;
  }

  /** The length of the name picks the few fields that matter. */
  private readField(view: View, out: Out, name: number, colon: number, from: number, to: number): void {
    const { bytes } = view;
    switch (colon - name) {
      case 4:
        if (!this.isResponse && isWord(bytes, name, colon, 'host'))
          out.text(httpAttributes.host, view.receiver, from, to);
        return;
      case 6:
        if (this.isResponse && isWord(bytes, name, colon, 'server'))
          out.text(httpAttributes.server, view.sender, from, to);
        return;
      case 7:
        if (isWord(bytes, name, colon, 'upgrade')) this.upgradeToTls = isWord(bytes, from, from + 4, 'tls/');
        return;
      case 10:
        if (this.isResponse) return;
        if (isWord(bytes, name, colon, 'user-agent')) out.text(httpAttributes.userAgent, view.sender, from, to);
        else if (isWord(bytes, name, colon, 'soapaction')) reportSoapAction(view, out, from, to);
        return;
      case 12:
        if (isWord(bytes, name, colon, 'content-type')) this.body = bodyKind(bytes, from, to);
        else if (this.isResponse && isWord(bytes, name, colon, 'x-powered-by'))
          out.text(httpAttributes.poweredBy, view.sender, from, to);
        return;
      case 13:
        if (isWord(bytes, name, colon, 'authorization')) reportAuthorization(view, out, name, from, to);
        return;
      case 14:
        if (isWord(bytes, name, colon, 'content-length')) this.contentLength = decimal(bytes, from, to);
        return;
      case 16:
        if (isWord(bytes, name, colon, 'www-authenticate')) reportChallenge(view, out, from, to);
        else if (isWord(bytes, name, colon, 'content-encoding')) this.encoded = true;
        return;
      case 17:
        if (isWord(bytes, name, colon, 'transfer-encoding')) this.chunked = isChunked(bytes, from, to);
        return;
      case 18:
        if (isWord(bytes, name, colon, 'proxy-authenticate')) reportChallenge(view, out, from, to);
        return;
      case 19:
        if (isWord(bytes, name, colon, 'proxy-authorization')) reportAuthorization(view, out, name, from, to);
        return;
    }
  }
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** `HTTP/1.1 200 …` (RFC 9112 §4); the reason phrase may be missing. */
export const isStatusLine = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= 12 &&
  isWord(bytes, from, from + 7, 'http/1.') &&
  isDigit(bytes[from + 7]!) &&
  bytes[from + 8] === 0x20 &&
  isDigit(bytes[from + 9]!) &&
  isDigit(bytes[from + 10]!) &&
  isDigit(bytes[from + 11]!);

/** A line that ends in ` HTTP/1.x`, with or without CR (RFC 9112 §3). */
export function isRequestLine(bytes: Uint8Array, from: number, to: number): boolean {
  const end = to > from && bytes[to - 1] === CR ? to - 1 : to;
  return end - from >= 12 && isDigit(bytes[end - 1]!) && isWord(bytes, end - 9, end - 1, ' http/1.');
}

/** -1 unless all are digits; 15 digits are exact in a double. */
function decimal(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > 15) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    if (!isDigit(bytes[at]!)) return -1;
    value = value * 10 + (bytes[at]! - 0x30);
  }
  return value;
}

/** RFC 9112 §6.1: chunked is the last coding. */
const isChunked = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= 7 && isWord(bytes, to - 7, to, 'chunked');

/** `text/xml`, `application/xml`, `application/soap+xml`; `application/fhir+json` and its older names (FHIR R4 §3.1.0.1.3). */
function bodyKind(bytes: Uint8Array, from: number, to: number): BodyKind {
  if (to - from < 8) return BODY.other;
  const type = decodeText(bytes, from, Math.min(to, from + 32)).toLowerCase();
  if (/^(text\/xml|application\/(soap\+)?xml)/.test(type)) return BODY.xml;
  return type.startsWith('application/fhir+') || /^application\/(json|xml)\+fhir/.test(type) ? BODY.fhir : BODY.other;
}

function reportSoapAction(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  const quoted = bytes[from] === 0x22 && bytes[to - 1] === 0x22 && to - from >= 2;
  const start = quoted ? from + 1 : from;
  const end = quoted ? to - 1 : to;
  if (end - start > SOAP_ACTION_BYTES || byteAt(bytes, QUESTION_MARK, start, end) < end) return;
  out.text(httpAttributes.soapAction, view.receiver, start, end);
}
