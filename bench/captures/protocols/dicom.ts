import { ascii, be16, be32, cat, le16, le32, len16, u8, zeros } from '../bytes.ts';
import type { Protocol, Scene } from '../scene.ts';
import { type Message, say, TcpFlow } from '../tcp-flow.ts';

const IMPLICIT_LE = '1.2.840.10008.1.2';
const VERIFICATION = '1.2.840.10008.1.1';
/** Image storage SOP classes (PS3.4 B.5). */
const STORAGE = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  CR: '1.2.840.10008.5.1.4.1.1.1',
} as const;
const IMAGE_KB = [16, 32, 64, 128];
const MAX_PDU_BYTES = 16_384;
const FRAGMENT_BYTES = MAX_PDU_BYTES - 6;
const ECHO_SHARE = 0.1;

const even = (value: string, fill: string): Buffer => ascii(value.length % 2 === 1 ? value + fill : value);
const element = (group: number, number: number, value: Buffer): Buffer =>
  cat(le16(group), le16(number), le32(value.length), value);
const uid = (group: number, number: number, value: string): Buffer => element(group, number, even(value, '\0'));
const text = (group: number, number: number, value: string): Buffer => element(group, number, even(value, ' '));

function commandSet(...elements: readonly Buffer[]): Buffer {
  const body = cat(...elements);
  return cat(element(0, 0, le32(body.length)), body);
}

/** PDUs and their items (PS3.8 section 9.3). */
const pdv = (flags: number, body: Buffer): Buffer => cat(be32(body.length + 2), u8(1, flags), body);
function pdu(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(type, 0), be32(body.length), body);
}
const item = (type: number, ...parts: readonly Buffer[]): Buffer => cat(u8(type, 0), len16(...parts));
const title = (name: string): Buffer => ascii(name.toUpperCase().slice(0, 16).padEnd(16));

function dataPdus(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += FRAGMENT_BYTES) {
    const end = Math.min(body.length, at + FRAGMENT_BYTES);
    parts.push(pdu(4, pdv(end === body.length ? 2 : 0, body.subarray(at, end))));
  }
  return cat(...parts);
}

interface Image {
  readonly sop: string;
  /** The C-STORE request and its data set, cut into P-DATA PDUs. */
  readonly request: Buffer;
  readonly response: Buffer;
}

function image(scene: Scene, modality: keyof typeof STORAGE, number: string, kilobytes: number): Image {
  const { random, noiseBlock, options } = scene;
  const sop = STORAGE[modality];
  const instance = `1.2.826.0.1.3680043.2.99999.${number}.${random.u32()}`;
  const pixels = Math.max(64, Math.round(kilobytes * 512 * options.bulk) * 2);
  const fill = Buffer.concat(
    Array.from({ length: Math.ceil(pixels / noiseBlock.length) }, () => noiseBlock),
    pixels,
  );
  const dataSet = cat(
    uid(8, 0x16, sop),
    uid(8, 0x18, instance),
    text(8, 0x60, modality),
    text(8, 0x70, 'radiant'),
    text(8, 0x80, 'TEST HOSPITAL'),
    text(8, 0x1010, `${modality}-STATION`),
    text(8, 0x1090, 'CT One'),
    text(0x10, 0x10, 'TESTSATO^ICHIRO'),
    text(0x10, 0x20, '10001'),
    text(0x18, 0x1000, 'SN0001'),
    text(0x18, 0x1020, '3.2.1'),
    element(0x7fe0, 0x10, fill),
  );
  const command = commandSet(
    uid(0, 2, sop),
    element(0, 0x100, le16(1)),
    element(0, 0x110, le16(1)),
    element(0, 0x700, le16(0)),
    element(0, 0x800, le16(0)),
    uid(0, 0x1000, instance),
  );
  const answer = commandSet(
    uid(0, 2, sop),
    element(0, 0x100, le16(0x8001)),
    element(0, 0x120, le16(1)),
    element(0, 0x800, le16(0x101)),
    element(0, 0x900, le16(0)),
    uid(0, 0x1000, instance),
  );
  return { sop, request: cat(pdu(4, pdv(3, command)), dataPdus(dataSet)), response: pdu(4, pdv(3, answer)) };
}

function associate(type: number, called: Buffer, calling: Buffer, contexts: readonly Buffer[]): Buffer {
  const user = item(
    0x50,
    item(0x51, be32(MAX_PDU_BYTES)),
    item(0x52, ascii('1.2.826.0.1.3680043.2.99999')),
    item(0x55, ascii('MAKECAP_1')),
  );
  const application = item(0x10, ascii('1.2.840.10008.3.1.1.1'));
  return pdu(type, be16(1), be16(0), called, calling, zeros(32), application, ...contexts, user);
}

const ECHO: readonly Message[] = [
  say(
    0.001,
    0,
    pdu(
      4,
      pdv(
        3,
        commandSet(
          uid(0, 2, VERIFICATION),
          element(0, 0x100, le16(0x30)),
          element(0, 0x110, le16(1)),
          element(0, 0x800, le16(0x101)),
        ),
      ),
    ),
  ),
  say(
    0.001,
    1,
    pdu(
      4,
      pdv(
        3,
        commandSet(
          uid(0, 2, VERIFICATION),
          element(0, 0x100, le16(0x8030)),
          element(0, 0x120, le16(1)),
          element(0, 0x800, le16(0x101)),
          element(0, 0x900, le16(0)),
        ),
      ),
    ),
  ),
];

/** An association that stores one or two images, or only tests the line. */
export const dicom: Protocol = {
  id: 'dicom',
  prepare: (scene) => {
    const { network, random } = scene;
    const images: Image[] = [];
    for (const [m, modality] of (['CT', 'MR', 'US', 'CR'] as const).entries()) {
      for (const [k, kilobytes] of IMAGE_KB.entries()) {
        images.push(image(scene, modality, `${m + 1}.${k + 1}`, kilobytes));
      }
    }
    return (count) => {
      const modality = network.client('imaging', 'ultrasound');
      const archive = network.server('pacs');
      const isEcho = random.fraction() < ECHO_SHARE;
      const chosen = random.pick(images);
      const sop = isEcho ? VERIFICATION : chosen.sop;
      const called = title(archive.label);
      const calling = title(modality.label);
      const syntax = item(0x40, ascii(IMPLICIT_LE));
      const messages = [
        say(0.001, 0, associate(1, called, calling, [item(0x20, u8(1, 0, 0, 0), item(0x30, ascii(sop)), syntax)])),
        say(0.004, 1, associate(2, called, calling, [item(0x21, u8(1, 0, 0, 0), syntax)])),
      ];
      if (isEcho) messages.push(...ECHO);
      else {
        for (let left = random.between(1, 2); left > 0; left--) {
          messages.push(say(0.01, 0, chosen.request), say(0.02, 1, chosen.response));
        }
      }
      messages.push(say(0.01, 0, pdu(5, be32(0))), say(0.001, 1, pdu(6, be32(0))));
      const port = archive.id % 2 === 1 ? 104 : 11_112;
      return new TcpFlow(scene, count, { from: modality, to: archive, port }, messages);
    };
  },
};
