import { decodeUtf16le, macText, u16leAt, u32leAt } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import { cleartextCredential } from './credentials.ts';

/** What either end says of itself before the first query. */
export const tdsAttributes = defineAttributes('tds', {
  version: [
    'software-seen',
    'Version of the server or of the client library ([MS-TDS] §2.2.6.5, option VERSION; §2.2.7.14)',
  ],
  encryption: [
    'capability-seen',
    'What an end wants encrypted ([MS-TDS] §2.2.6.5, option ENCRYPTION): off, on, not-supported, required',
  ],
  product: ['software-seen', 'Program name of the server ([MS-TDS] §2.2.7.14)'],
  clientName: ['name-seen', 'HostName of the client ([MS-TDS] §2.2.6.4)'],
  application: ['software-seen', 'AppName of the client ([MS-TDS] §2.2.6.4)'],
  library: ['software-seen', 'CltIntName of the client, its interface library ([MS-TDS] §2.2.6.4)'],
  clientId: ['identifier-seen', 'ClientID, by rule the hardware address of the client ([MS-TDS] §2.2.6.4)'],
  serverName: ['name-seen', 'ServerName the client asked for ([MS-TDS] §2.2.6.4); it describes the server'],
});

/** LOGIN7: fixed part, of which the pairs of offset and length begin at 36 ([MS-TDS] §2.2.6.4). */
const FIXED = 94;
const FIELD = {
  hostName: 36,
  userName: 40,
  password: 44,
  appName: 48,
  serverName: 52,
  library: 60,
  clientId: 72,
} as const;
/** TDS 7.0 to 7.4, high byte of TDSVersion. */
const FIRST_VERSION = 0x70;
const LAST_VERSION = 0x74;

export const isLogin7 = (bytes: Uint8Array, at: number, to: number): boolean =>
  to - at >= FIXED &&
  bytes[at + 7]! >= FIRST_VERSION &&
  bytes[at + 7]! <= LAST_VERSION &&
  u32leAt(bytes, at) <= to - at;

/** Reports the LOGIN7 that begins at `at` and ends before `to`. */
export function reportLogin7(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  const report = (attribute: Attribute, subject: Subject, field: number): void => {
    const [from, end] = range(bytes, at, to, field);
    const text = decodeUtf16le(bytes, from, end);
    if (text !== '') out.value(attribute, subject, text, from, end);
  };
  report(tdsAttributes.clientName, view.sender, FIELD.hostName);
  report(tdsAttributes.application, view.sender, FIELD.appName);
  report(tdsAttributes.library, view.sender, FIELD.library);
  const [serverFrom, serverTo] = range(bytes, at, to, FIELD.serverName);
  // An address is no name.
  if (!/^[0-9a-f.:,\\]*$/i.test(decodeUtf16le(bytes, serverFrom, serverTo)))
    report(tdsAttributes.serverName, view.receiver, FIELD.serverName);
  const id = at + FIELD.clientId;
  if (bytes.subarray(id, id + 6).some((byte) => byte !== 0))
    out.value(tdsAttributes.clientId, view.sender, macText(bytes, id), id, id + 6);
  const [userFrom, userTo] = range(bytes, at, to, FIELD.userName);
  if (userTo === userFrom) return;
  const [secretFrom, secretTo] = range(bytes, at, to, FIELD.password);
  const secret = readable(bytes, secretFrom, secretTo);
  // The range is the header of the field alone, so that evidence does not hold the secret.
  const header = at + FIELD.password;
  cleartextCredential(out, view.receiver, 'tds', decodeUtf16le(bytes, userFrom, userTo), secret, header, header + 4);
  out.personal('account', 1);
}

/** Position and end of a field whose offset and length in characters stand at `at + field`; empty when it leads outside. */
function range(bytes: Uint8Array, at: number, to: number, field: number): readonly [number, number] {
  const from = at + u16leAt(bytes, at + field);
  const end = from + u16leAt(bytes, at + field + 2) * 2;
  return end > to ? [at, at] : [from, end];
}

/** [MS-TDS] §2.2.6.4: each byte has its halves swapped and is XORed with 0xa5, which hides nothing. */
function readable(bytes: Uint8Array, from: number, to: number): string {
  const plain = Uint8Array.from(bytes.subarray(from, to), (byte) => {
    const turned = byte ^ 0xa5;
    return ((turned << 4) | (turned >> 4)) & 0xff;
  });
  return decodeUtf16le(plain, 0, plain.length);
}
