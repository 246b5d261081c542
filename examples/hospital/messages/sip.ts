import { cat } from '../../../bench/captures/bytes.ts';
import { HOSPITAL } from '../people/places.ts';

const text = (lines: readonly string[]): Buffer =>
  Buffer.from(`${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, 'utf8');

export interface Registration {
  readonly extension: string;
  readonly display: string;
  readonly agent: string;
  readonly ip: string;
  readonly call: string;
  readonly sequence: number;
}

/** A telephone registers, and is told that it is (RFC 3261 §10). */
export function register(r: Registration): readonly [question: Buffer, answer: Buffer] {
  const address = `<sip:${r.extension}@${HOSPITAL.domain}>`;
  const shared = [
    `Via: SIP/2.0/UDP ${r.ip}:5060;branch=z9hG4bK${r.call}${r.sequence}`,
    `From: "${r.display}" ${address};tag=${r.call}`,
    `To: ${address}`,
    `Call-ID: ${r.call}@${r.ip}`,
    `CSeq: ${r.sequence} REGISTER`,
  ];
  const contact = `Contact: <sip:${r.extension}@${r.ip}:5060>`;
  return [
    cat(
      text([
        `REGISTER sip:${HOSPITAL.domain} SIP/2.0`,
        ...shared,
        contact,
        `User-Agent: ${r.agent}`,
        'Expires: 3600',
        'Max-Forwards: 70',
      ]),
    ),
    cat(text(['SIP/2.0 200 OK', ...shared, `${contact};expires=3600`, 'Server: Asterisk PBX 18.19.0'])),
  ];
}
