import { startsWith, u16At, u16leAt, u32leAt } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { equalsAscii } from '../parts/ascii.ts';
import { isNetbiosName, nameWithSuffix, netbiosNameText, skipNetbiosName } from '../parts/netbios-name.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('browser', {
  name: ['name-seen', 'Name of the announcing or electing server ([MS-BRWS] §2.2.1 ff.)'],
  domain: ['capability-seen', 'Workgroup or domain of a domain announcement ([MS-BRWS] §2.2.7)'],
  os: ['system-seen', 'Operating system version major.minor of a host announcement ([MS-BRWS] §2.2.1)'],
  comment: ['capability-seen', 'Comment of the server, often its model ([MS-BRWS] §2.2.1)'],
  role: ['role-played', 'What the server type says the host does ([MS-BRWS] §2.2.1)'],
  netbiosName: ['name-seen', 'Source name of a NetBIOS datagram, as NAME<suffix> (RFC 1002 §4.4.1)'],
});
/** A domain announcement carries a version that is not the sender’s system, so the kind is another. */
const announced = defineAttributes('browser', {
  os: ['capability-seen', 'Version major.minor of a domain announcement ([MS-BRWS] §2.2.7)'],
});

/** NetBIOS datagram types (RFC 1002 §4.4.1). */
const DIRECT_UNIQUE = 0x10;
const BROADCAST = 0x12;
const LAST_TYPE = 0x16;
const DATAGRAM_HEADER = 14;

/** NetBIOS frames (IBM Local Area Network Technical Reference, chapter 5): positions and commands. */
const LLC_OCTETS = 3;
const NBF_HEADER = 0x2c;
const NBF_MARK = 0xefff;
const NBF_DATAGRAM = 0x08;
const NBF_BROADCAST = 0x09;
const NBF_SOURCE_NAME = 28;

/** Positions in an SMB transaction ([MS-CIFS] §2.2.3.1, §2.2.4.33). */
const SMB = Uint8Array.of(0xff, 0x53, 0x4d, 0x42);
const SMB_COMMAND = 4;
const COMMAND_TRANSACTION = 0x25;
const WORD_COUNT = 32;
const WORDS = 33;
const DATA_COUNT = WORDS + 22;
const DATA_OFFSET = WORDS + 24;
const LEAST_WORDS = 14;

const BROWSE = '\\MAILSLOT\\BROWSE';
const LANMAN = '\\MAILSLOT\\LANMAN';

const HOST_ANNOUNCEMENT = 0x01;
const ELECTION = 0x08;
const DOMAIN_ANNOUNCEMENT = 0x0c;
const LOCAL_MASTER_ANNOUNCEMENT = 0x0f;

/** Fields of an announcement ([MS-BRWS] §2.2.1). */
const NAME = 6;
const NAME_END = 22;
const OS_MAJOR = 22;
const SERVER_TYPE = 24;
const COMMENT = 32;
/** [MS-BRWS] §2.2.3: version, criteria, up time and reserved octets stand before the name. */
const ELECTION_NAME = 14;
/** LAN Manager announcement ([MS-CIFS] has it no more): type, version, time, then name and comment. */
const LANMAN_TYPE = 1;
const LANMAN_OS = 5;
const LANMAN_NAME = 9;

/** Bits of the server type ([MS-BRWS] §2.2.1, [MS-SRVS] SV_TYPE). */
const ROLES: readonly (readonly [bit: number, role: string])[] = [
  [0x4, 'sql-server'],
  [0x8, 'domain-controller'],
  [0x10, 'backup-domain-controller'],
];

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < DATAGRAM_HEADER) return NO;
  if (bytes[start]! <= BROADCAST && isNetbiosName(bytes, start + DATAGRAM_HEADER, end)) return SURE;
  return view.usualPort ? WEAK : NO;
}

function read(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (bytes[start]! > BROADCAST || end - start < DATAGRAM_HEADER) return;
  const source = start + DATAGRAM_HEADER;
  if (!isNetbiosName(bytes, source, end)) {
    out.anomaly('browser-name');
    return;
  }
  out.value(attributes.netbiosName, view.sender, netbiosNameText(bytes, source), source + 1, source + 33);
  const destination = skipNetbiosName(bytes, source, end);
  const smb = destination < 0 ? -1 : skipNetbiosName(bytes, destination, end);
  if (smb < 0) {
    out.anomaly('browser-name');
    return;
  }
  // Only the first fragment has the header (RFC 1002 §4.4.1: packet offset).
  if (u16At(bytes, start + 12) === 0) transaction(view, out, smb, end);
}

/** NetBIOS frames protocol on LLC: length, mark, command, four reserved fields, both names, then the datagram. */
function readFrame(view: View, out: Out): void {
  const { bytes, start, end } = view;
  const frame = start + LLC_OCTETS;
  if (frame + NBF_HEADER > end || u16leAt(bytes, frame + 2) !== NBF_MARK) return;
  const command = bytes[frame + 4]!;
  if (command !== NBF_DATAGRAM && command !== NBF_BROADCAST) return;
  const source = frame + NBF_SOURCE_NAME;
  out.value(
    attributes.netbiosName,
    view.sender,
    nameWithSuffix(bytes, source, bytes[source + 15]!),
    source,
    source + 16,
  );
  transaction(view, out, frame + u16leAt(bytes, frame), end);
}

function transaction(view: View, out: Out, smb: number, end: number): void {
  const { bytes } = view;
  if (smb + DATA_OFFSET + 2 > end || !startsWith(bytes, smb, end, SMB)) return;
  if (bytes[smb + SMB_COMMAND] !== COMMAND_TRANSACTION || bytes[smb + WORD_COUNT]! < LEAST_WORDS) return;
  const nameFrom = smb + WORDS + bytes[smb + WORD_COUNT]! * 2 + 2;
  const nameTo = byteAt(bytes, 0, nameFrom, end);
  const from = smb + u16leAt(bytes, smb + DATA_OFFSET);
  const to = from + u16leAt(bytes, smb + DATA_COUNT);
  if (to > end || from >= to) {
    out.anomaly('browser-data-past-end');
    return;
  }
  if (equalsAscii(bytes, nameFrom, nameTo, BROWSE)) browse(view, out, from, to);
  else if (equalsAscii(bytes, nameFrom, nameTo, LANMAN)) lanman(view, out, from, to);
}

function browse(view: View, out: Out, from: number, to: number): void {
  const { bytes, sender } = view;
  const command = bytes[from];
  if (command === ELECTION) {
    if (to - from > ELECTION_NAME)
      out.text(attributes.name, sender, from + ELECTION_NAME, byteAt(bytes, 0, from + ELECTION_NAME, to));
    return;
  }
  const isDomain = command === DOMAIN_ANNOUNCEMENT;
  if (!isDomain && command !== HOST_ANNOUNCEMENT && command !== LOCAL_MASTER_ANNOUNCEMENT) return;
  if (to - from < COMMENT) {
    out.anomaly('browser-announcement');
    return;
  }
  const nameTo = byteAt(bytes, 0, from + NAME, from + NAME_END);
  out.text(isDomain ? attributes.domain : attributes.name, sender, from + NAME, nameTo);
  const os = from + OS_MAJOR;
  out.value(isDomain ? announced.os : attributes.os, sender, `${bytes[os]!}.${bytes[os + 1]!}`, os, os + 2);
  const comment = from + COMMENT;
  const commentTo = byteAt(bytes, 0, comment, to);
  if (isDomain) {
    // A domain announcement has the name of the local master browser in this place.
    out.text(attributes.name, sender, comment, commentTo);
    return;
  }
  out.text(attributes.comment, sender, comment, commentTo);
  roles(view, out, from + SERVER_TYPE);
}

function lanman(view: View, out: Out, from: number, to: number): void {
  const { bytes, sender } = view;
  if (bytes[from] !== 1 || to - from <= LANMAN_NAME) return;
  const os = from + LANMAN_OS;
  out.value(attributes.os, sender, `${bytes[os]!}.${bytes[os + 1]!}`, os, os + 2);
  const nameTo = byteAt(bytes, 0, from + LANMAN_NAME, to);
  out.text(attributes.name, sender, from + LANMAN_NAME, nameTo);
  out.text(attributes.comment, sender, nameTo + 1, byteAt(bytes, 0, nameTo + 1, to));
  roles(view, out, from + LANMAN_TYPE);
}

function roles(view: View, out: Out, at: number): void {
  const type = u32leAt(view.bytes, at);
  for (const [bit, role] of ROLES) if ((type & bit) !== 0) out.value(attributes.role, view.sender, role, at, at + 4);
}

export const browser = defineDissector({
  id: 'browser',
  title: 'NetBIOS datagrams and browser announcements',
  source: 'RFC 1002 §4.4; [MS-BRWS] §2.2; [MS-MAIL] §2.2; NetBIOS frames protocol',
  attributes: { ...attributes, announcedOs: announced.os },
  frame: { llcSaps: [0xf0], read: readFrame },
  datagram: {
    ports: [138],
    firstBytes: Array.from({ length: LAST_TYPE - DIRECT_UNIQUE + 1 }, (_, index) => DIRECT_UNIQUE + index),
    attach: 'whole',
    recognise,
    read,
  },
});
