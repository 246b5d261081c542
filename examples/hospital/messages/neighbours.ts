import { ascii, be16, be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';
import { macOf } from '../network/address.ts';

export const LLDP_ETHERTYPE = 0x88cc;
export const LLDP_GROUP = macOf('01:80:c2:00:00:0e');
export const CDP_GROUP = macOf('01:00:0c:cc:cc:cc');

export const CAPABILITY = { bridge: 0x0004, accessPoint: 0x0008, router: 0x0010, telephone: 0x0020 } as const;

export interface Neighbour {
  readonly mac: Buffer;
  readonly ip: Buffer;
  readonly name: string;
  readonly description: string;
  readonly port: string;
  readonly portDescription: string;
  readonly capabilities: number;
  /** LLDP-MED inventory (ANSI/TIA-1057 section 10.2.6). */
  readonly inventory?: Readonly<{
    hardware: string;
    firmware: string;
    software: string;
    serial: string;
    manufacturer: string;
    model: string;
  }>;
}

const TTL_S = 120;

/** Type in seven bits, length in nine (IEEE 802.1AB clause 8.4). */
function tlv(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(be16((type << 9) | body.length), body);
}

const medical = (subtype: number, value: Buffer): Buffer => tlv(127, u8(0x00, 0x12, 0xbb, subtype), value);

export function lldp(n: Neighbour): Buffer {
  const parts = [
    tlv(1, u8(4), n.mac),
    tlv(2, u8(5), ascii(n.port)),
    tlv(3, be16(TTL_S)),
    tlv(4, Buffer.from(n.portDescription, 'utf8')),
    tlv(5, Buffer.from(n.name, 'utf8')),
    tlv(6, Buffer.from(n.description, 'utf8')),
    tlv(7, be16(n.capabilities), be16(n.capabilities)),
    // Management address: five bytes, IPv4, then interface number 1 by ifIndex, no object identifier.
    tlv(8, u8(5, 1), n.ip, u8(2), be32(1), u8(0)),
  ];
  if (n.inventory !== undefined) {
    const { hardware, firmware, software, serial, manufacturer, model } = n.inventory;
    parts.push(medical(1, cat(be16(0x0033), u8(3))));
    for (const [index, value] of [hardware, firmware, software, serial, manufacturer, model].entries()) {
      parts.push(medical(5 + index, ascii(value)));
    }
  }
  return cat(...parts, tlv(0));
}

/** Cisco's discovery protocol, version 2: TLVs behind a version, a time to live and a checksum, in SNAP. */
export function cdp(
  n: Neighbour & { readonly platform: string; readonly software: string; readonly nativeVlan: number },
): Buffer {
  const field = (type: number, value: Buffer): Buffer => cat(be16(type), be16(4 + value.length), value);
  const body = cat(
    field(0x0001, ascii(n.name)),
    field(0x0002, cat(be32(1), u8(1, 1, 0xcc), be16(4), n.ip)),
    field(0x0003, ascii(n.port)),
    field(0x0004, be32(0x00000028)),
    field(0x000a, be16(n.nativeVlan)),
    field(0x0005, ascii(n.software)),
    // Text at the end: receivers differ on what the checksum makes of an odd last byte above 0x7f.
    field(0x0006, ascii(n.platform)),
  );
  const message = cat(u8(2, 180), zeros(2), body);
  message.writeUInt16BE(checksum(message), 2);
  return cat(u8(0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x20, 0x00), message);
}

function checksum(bytes: Buffer): number {
  let total = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) total += bytes.readUInt16BE(at);
  // An odd last byte is added as if it were the low one: a habit of the first implementation that all keep.
  if (bytes.length % 2 === 1) total += bytes.at(-1)!;
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff;
}
