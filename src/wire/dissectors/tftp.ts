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
import { byteAt, isWord } from '../parts/text-line.ts';

const attributes = defineAttributes('tftp', {
  role: ['role-played', 'What the host does: client or server (RFC 1350 §1)'],
  file: ['peer-sought', 'Name without path of a firmware or configuration file that the host asked for (RFC 1350 §5)'],
});

const READ = 1;
const WRITE = 2;
const DATA = 3;
const OPTIONS = 6;
/** Operation, block number, 512 octets (RFC 1350 §5). */
const FULL_BLOCK = 516;
/** RFC 2348, RFC 2349, RFC 7440. */
const OPTION_NAMES = ['blksize', 'tsize', 'timeout', 'windowsize'];
/** RFC 1350 §5. */
const MODES = ['octet', 'netascii', 'mail'];
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const DOT = 0x2e;
const NAME_OCTETS = 128;
/** Endings of firmware, boot and configuration files. Other names may tell of people, so they are not told. */
const ENDINGS = [
  'bin',
  'img',
  'tar',
  'rom',
  'hex',
  'fw',
  'sbn',
  'loads',
  'cnf',
  'cfg',
  'conf',
  'xml',
  'efi',
  'kpxe',
  '0',
  'com',
];

/** One past the name, or -1 when the request is not whole. */
function nameEnd(view: View): number {
  const { bytes, start, end } = view;
  if (end - start < 6 || bytes[start] !== 0 || (bytes[start + 1] !== READ && bytes[start + 1] !== WRITE)) return -1;
  const name = byteAt(bytes, 0, start + 2, end);
  const mode = byteAt(bytes, 0, name + 1, end);
  if (name === start + 2 || mode >= end) return -1;
  return MODES.some((each) => isWord(bytes, name + 1, mode, each)) ? name : -1;
}

/** The answer comes from another port (RFC 1350 §4): the first block, when full, or the options agreed (RFC 2347). */
function isAnswer(view: View): boolean {
  const { bytes, start, end } = view;
  if (end - start < 4 || bytes[start] !== 0) return false;
  if (bytes[start + 1] === DATA) return bytes[start + 2] === 0 && bytes[start + 3] === 1 && end - start === FULL_BLOCK;
  if (bytes[start + 1] !== OPTIONS) return false;
  const name = byteAt(bytes, 0, start + 2, end);
  return OPTION_NAMES.some((each) => isWord(bytes, start + 2, name, each));
}

function recognise(view: View): Recognition {
  if (nameEnd(view) > 0) return SURE;
  return isAnswer(view) ? WEAK : NO;
}

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  const end = nameEnd(view);
  if (end < 0) {
    // A transfer on its own ports carries nothing but the file.
    if (!view.usualPort) out.done();
    return;
  }
  if (view.side === 1) out.senderIsClient();
  out.value(attributes.role, view.sender, 'client', start, start + 2);
  out.value(attributes.role, view.receiver, 'server', start, start + 2);
  let from = start + 2;
  let dot = end;
  for (let at = from; at < end; at++) {
    if (bytes[at] === SLASH || bytes[at] === BACKSLASH) from = at + 1;
    else if (bytes[at] === DOT) dot = at;
  }
  if (dot < from || end - from > NAME_OCTETS) return;
  if (ENDINGS.some((ending) => isWord(bytes, dot + 1, end, ending))) out.text(attributes.file, view.sender, from, end);
}

export const tftp = defineDissector({
  id: 'tftp',
  title: 'TFTP',
  source: 'RFC 1350; RFC 2347',
  attributes,
  datagram: { ports: [69], firstBytes: [0], attach: 'head', recognise, read },
});
