import { ascii, be16, be32, cat, le16, le32, u8, zeros } from '../../../bench/captures/bytes.ts';

export const NAME_PORT = 137;
export const DATAGRAM_PORT = 138;

export const SUFFIX = { workstation: 0x00, server: 0x20, group: 0x00, browser: 0x1d, masters: 0x1e } as const;

const NAME_LENGTH = 15;

/** Sixteen bytes, each as two letters from A (RFC 1001 §14.1). */
function encoded(name: string, suffix: number): Buffer {
  const padded = cat(ascii(name.toUpperCase().slice(0, NAME_LENGTH).padEnd(NAME_LENGTH)), u8(suffix));
  const letters = [...padded].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 15)]);
  return cat(u8(32), u8(...letters), u8(0));
}

const NB = 0x0020;
const IN = 0x0001;
const REGISTRATION_BROADCAST = 0x2910;
const QUERY_BROADCAST = 0x0110;
const GROUP_FLAG = 0x8000;

/** A host claims a name (RFC 1002 §4.2.2). */
export function registration(id: number, name: string, suffix: number, ip: Buffer, isGroup = false): Buffer {
  const asked = cat(encoded(name, suffix), be16(NB), be16(IN));
  const data = cat(be16(isGroup ? GROUP_FLAG : 0), ip);
  const additional = cat(be16(0xc00c), be16(NB), be16(IN), be32(300_000), be16(data.length), data);
  return cat(be16(id), be16(REGISTRATION_BROADCAST), be16(1), be16(0), be16(0), be16(1), asked, additional);
}

/** A host looks for a name. */
export const nameQuery = (id: number, name: string, suffix: number): Buffer =>
  cat(be16(id), be16(QUERY_BROADCAST), be16(1), be16(0), be16(0), be16(0), encoded(name, suffix), be16(NB), be16(IN));

export interface Announcement {
  readonly name: string;
  readonly domain: string;
  readonly ip: Buffer;
  /** As Windows counts: 5.1 XP, 6.1 7, 10.0 10. */
  readonly version: readonly [major: number, minor: number];
  readonly serverType: number;
  readonly comment: string;
  readonly id: number;
}

const MAILSLOT = ascii('\\MAILSLOT\\BROWSE\0');
const HOST_ANNOUNCEMENT = 1;
const ANNOUNCED_EVERY_MS = 720_000;
const SIGNATURE = 0xaa55;
const SMB_TRANSACTION = 0x25;

/** A host announces itself to the browsers of its segment (MS-BRWS 2.2.1), in a datagram of NetBIOS and SMB. */
export function hostAnnouncement(a: Announcement): Buffer {
  const name = cat(ascii(a.name.toUpperCase().slice(0, NAME_LENGTH)), zeros(16)).subarray(0, 16);
  const browse = cat(
    u8(HOST_ANNOUNCEMENT, 0),
    le32(ANNOUNCED_EVERY_MS),
    name,
    u8(...a.version),
    le32(a.serverType),
    u8(15, 1),
    le16(SIGNATURE),
    ascii(`${a.comment}\0`),
  );
  const smb = mailslotWrite(browse);
  const names = cat(encoded(a.name, SUFFIX.workstation), encoded(a.domain, SUFFIX.browser));
  // Direct group datagram, first and only fragment, from a B node (RFC 1002 §4.4.2).
  return cat(
    u8(0x11, 0x0a),
    be16(a.id),
    a.ip,
    be16(DATAGRAM_PORT),
    be16(names.length + smb.length),
    be16(0),
    names,
    smb,
  );
}

/** TRANS request of SMB that writes to a mailslot (MS-CIFS 2.2.4.33, MS-MAIL 2.2.1). */
function mailslotWrite(data: Buffer): Buffer {
  const words = 17;
  const headLength = 32 + 1 + words * 2 + 2;
  const dataOffset = headLength + MAILSLOT.length;
  return cat(
    ascii('\xffSMB'),
    u8(SMB_TRANSACTION),
    zeros(27),
    u8(words),
    le16(0),
    le16(data.length),
    le16(0),
    le16(0),
    u8(0, 0),
    le16(0),
    le32(1000),
    le16(0),
    le16(0),
    le16(0),
    le16(data.length),
    le16(dataOffset),
    u8(3, 0),
    le16(1),
    le16(0),
    le16(2),
    le16(MAILSLOT.length + data.length),
    MAILSLOT,
    data,
  );
}
