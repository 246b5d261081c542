import { hex, u16At, u32At } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { equalsAscii } from '../parts/ascii.ts';
import { crc16 } from '../parts/crc16.ts';

const attributes = defineAttributes('welch-allyn', {
  role: ['role-played', 'Rendezvous: the host opens it, the device answers'],
  model: ['model-seen', 'Device description: model name'],
  modelNumber: ['model-seen', 'Device description: model number'],
  serial: ['serial-seen', 'Device description: serial number'],
  guid: ['identifier-seen', 'Device description: GUID'],
});

/**
 * A packet, all big endian: 17 01 0C · length of the whole u32 · port u16 (0119 rendezvous, 011A communication) ·
 * message class u32 (family u16, genus u8, species u8) · message length u32 · encryption or compression u8 ·
 * object length u32 · object · CRC of the message u16 · CRC of the packet u16.
 */
const PREAMBLE = [0x17, 0x01, 0x0c];
const RENDEZVOUS = 0x0119;
const COMMUNICATION = 0x011a;
const CLASS_AT = 9;
const OBJECT_AT = 22;
const SHORTEST = 26;
/** Longer ones are waveforms or studies, which are passed by counting. */
const PACKET_BYTES = 16_384;
const BELIEVED_BYTES = 1 << 24;

/** Families of message classes. */
const DEVICE = 0x0018;
const SESSION = 0x001d;
/** Genera. */
const REQUEST = 0x0b;
const RESPONSE = 0x0f;

/** Object of a device description: class, length u32, version u16, mask u8, static length u16, then the static fields. */
const DESCRIPTION_FIELDS_AT = 13;
const MODEL_AT = 12;
const MODEL_LENGTH = 32;
const SERIAL_LENGTH = 16;
const GUID_LENGTH = 16;
const DESCRIPTION_LENGTH = MODEL_AT + MODEL_LENGTH + SERIAL_LENGTH + GUID_LENGTH + MODEL_LENGTH;

/** Welch Allyn Communication Protocol: rendezvous and device description. */
export const welchAllyn = defineDissector({
  id: 'welch-allyn',
  title: 'Welch Allyn Communication Protocol (rendezvous, device description)',
  source: 'Published description of the WACP packet format with worked packets, whose checksums agree; not a standard',
  unproven: true,
  attributes,
  datagram: {
    ports: [RENDEZVOUS, COMMUNICATION],
    firstBytes: [PREAMBLE[0]!],
    attach: 'whole',
    recognise: (view) => (recognise(view) === SURE ? SURE : NO),
    read(view, out) {
      const { start } = view;
      if (recognise(view) === SURE) readPacket(view, out, start, start + u32At(view.bytes, start + 3));
    },
  },
  stream: {
    ports: [RENDEZVOUS, COMMUNICATION],
    firstBytes: [PREAMBLE[0]!],
    attach: 'whole',
    recognise,
    open: () => undefined,
    read(view, out) {
      let at = view.start;
      while (at < view.end) {
        const next = step(view, out, at);
        if (next === at) break;
        at = next;
      }
      return at === view.start ? NEED_MORE : at - view.start;
    },
  },
});

/** The header alone is weak; a whole packet has a checksum. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  for (let i = 0; i < PREAMBLE.length && start + i < end; i++) if (bytes[start + i] !== PREAMBLE[i]) return NO;
  if (end - start < CLASS_AT) return MORE;
  if (!isHeader(bytes, start)) return NO;
  const to = start + u32At(bytes, start + 3);
  if (to > end) return WEAK;
  return crc16(bytes, start, to - 2) === u16At(bytes, to - 2) ? SURE : NO;
}

function isHeader(bytes: Uint8Array, at: number): boolean {
  if (PREAMBLE.some((byte, i) => bytes[at + i] !== byte)) return false;
  const length = u32At(bytes, at + 3);
  const port = u16At(bytes, at + 7);
  return length >= SHORTEST && length <= BELIEVED_BYTES && (port === RENDEZVOUS || port === COMMUNICATION);
}

function step(view: View, out: Out, at: number): number {
  const { bytes, end } = view;
  if (end - at < CLASS_AT) return at;
  if (!isHeader(bytes, at)) {
    out.anomaly('welch-allyn-framing');
    let next = at + 1;
    while (next < end && bytes[next] !== PREAMBLE[0]) next++;
    return next;
  }
  const length = u32At(bytes, at + 3);
  if (length > PACKET_BYTES) {
    if (end - at < SHORTEST) return at;
    countPersonal(out, u16At(bytes, at + CLASS_AT), bytes[at + CLASS_AT + 2]!);
    return at + length;
  }
  if (end - at < length) return at;
  if (crc16(bytes, at, at + length - 2) !== u16At(bytes, at + length - 2)) out.anomaly('welch-allyn-checksum');
  else readPacket(view, out, at, at + length);
  return at + length;
}

function readPacket(view: View, out: Out, at: number, to: number): void {
  const { bytes, sender, receiver } = view;
  const family = u16At(bytes, at + CLASS_AT);
  const genus = bytes[at + CLASS_AT + 2]!;
  const objectTo = Math.min(to - 4, at + OBJECT_AT + u32At(bytes, at + OBJECT_AT - 4));
  const encoded = bytes[at + OBJECT_AT - 5] !== 0;
  if (encoded) out.encrypted();
  if (family === SESSION && genus === REQUEST && equalsAscii(bytes, at + OBJECT_AT, objectTo, 'RNDZCONNECT')) {
    out.value(attributes.role, sender, 'host', at + CLASS_AT, at + CLASS_AT + 4, { derived: 'computed' });
    out.value(attributes.role, receiver, 'device', at + CLASS_AT, at + CLASS_AT + 4, { derived: 'computed' });
  } else if (family === DEVICE && genus === RESPONSE && !encoded) {
    readDescription(view, out, at + OBJECT_AT, objectTo);
  } else countPersonal(out, family, genus);
}

/** Clock u64, running time u32, model name, serial number, GUID, model number. */
function readDescription(view: View, out: Out, object: number, to: number): void {
  const { bytes, sender } = view;
  if (to - object < DESCRIPTION_FIELDS_AT + DESCRIPTION_LENGTH) return;
  if (u16At(bytes, object + DESCRIPTION_FIELDS_AT - 2) < DESCRIPTION_LENGTH) return;
  const model = object + DESCRIPTION_FIELDS_AT + MODEL_AT;
  const serial = model + MODEL_LENGTH;
  const guid = serial + SERIAL_LENGTH;
  const modelNumber = guid + GUID_LENGTH;
  out.text(attributes.model, sender, model, serial);
  out.text(attributes.serial, sender, serial, guid);
  out.value(attributes.guid, sender, hex(bytes, guid, modelNumber), guid, modelNumber);
  out.text(attributes.modelNumber, sender, modelNumber, modelNumber + MODEL_LENGTH);
}

/** Answers of other families are measurements. */
function countPersonal(out: Out, family: number, genus: number): void {
  if (genus === RESPONSE && family !== SESSION && family !== DEVICE) out.personal('result', 1);
}
