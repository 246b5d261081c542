import { be16, be32, cat, u8 } from '../../../bench/captures/bytes.ts';

export const BACNET_PORT = 47_808;
const UNICAST = 0x0a;
const BROADCAST = 0x0b;
const DEVICE = 8;
/** Network layer: to every network, or to this one without or with an expected reply (ANSI/ASHRAE 135 clause 6.2.2). */
const EVERYWHERE = u8(1, 0x20, 0xff, 0xff, 0, 0xff);
const HERE = u8(1, 0);
const HERE_EXPECTING = u8(1, 4);

export const PROPERTY = {
  applicationSoftware: 12,
  description: 28,
  firmware: 44,
  location: 58,
  model: 70,
  objectName: 77,
  presentValue: 85,
  vendorId: 120,
  vendorName: 121,
} as const;

function bvlc(purpose: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(0x81, purpose), be16(4 + body.length), body);
}

const objectId = (type: number, instance: number): Buffer => be32(((type << 22) | instance) >>> 0);

export const whoIs = (): Buffer => bvlc(BROADCAST, EVERYWHERE, u8(0x10, 8));

/** Device, largest APDU (1476), no segmentation, vendor (clause 16.10.2). */
export const iAm = (instance: number, vendor: number): Buffer =>
  bvlc(
    BROADCAST,
    EVERYWHERE,
    u8(0x10, 0, 0xc4),
    objectId(DEVICE, instance),
    u8(0x22),
    be16(1476),
    u8(0x91, 3),
    vendor < 256 ? u8(0x21, vendor) : cat(u8(0x22), be16(vendor)),
  );

/** Text in an application tag; its length counts the character set in front (clause 20.2.9). */
function characterString(value: string): Buffer {
  const body = cat(u8(0), Buffer.from(value, 'utf8'));
  return cat(body.length < 5 ? u8(0x70 | body.length) : u8(0x75, body.length), body);
}

function real(value: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeFloatBE(value);
  return cat(u8(0x44), body);
}

export const readProperty = (invoke: number, type: number, instance: number, property: number): Buffer =>
  bvlc(UNICAST, HERE_EXPECTING, u8(0, 5, invoke, 12, 0x0c), objectId(type, instance), u8(0x19, property));

export const propertyIs = (
  invoke: number,
  type: number,
  instance: number,
  property: number,
  value: string | number,
): Buffer =>
  bvlc(
    UNICAST,
    HERE,
    u8(0x30, invoke, 12, 0x0c),
    objectId(type, instance),
    u8(0x19, property, 0x3e),
    typeof value === 'string' ? characterString(value) : real(value),
    u8(0x3f),
  );

export const DEVICE_OBJECT = DEVICE;
export const ANALOG_INPUT = 0;
