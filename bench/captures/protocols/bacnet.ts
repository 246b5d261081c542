import { ascii, be16, be32, cat, len8, u8 } from '../bytes.ts';
import { TO_ALL } from '../hosts.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

const PORT = 47_808;
const BROADCAST = 0x0b;
const UNICAST = 0x0a;
const DEVICE_OBJECT = 8;
const OBJECT_NAME = 77;
const WHO_IS_SHARE = 0.3;
/** Network layer: to every device, or to this one (ANSI/ASHRAE 135 clause 6.2). */
const EVERYWHERE = u8(1, 0x20, 0xff, 0xff, 0, 0xff);
const HERE = u8(1, 0);

function bvlc(purpose: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(0x81, purpose), be16(4 + body.length), body);
}

/** The building management looks for controllers, or reads a controller's name. */
export const bacnet: Protocol = {
  id: 'bacnet',
  prepare:
    ({ network, random, writer }) =>
    (count) => {
      const controller = network.client('building-controller');
      const server = network.server('bms');
      const identifier = be32(((DEVICE_OBJECT << 22) | controller.id) >>> 0);
      if (random.fraction() < WHO_IS_SHARE) {
        const whoIs = bvlc(BROADCAST, EVERYWHERE, u8(0x10, 8));
        const limits = u8(0x22, 5, 0xc4, 0x91, 3, 0x21, 15);
        const iAm = bvlc(BROADCAST, EVERYWHERE, u8(0x10, 0), cat(u8(0xc4), identifier), limits);
        return new Script([
          { wait: 0, send: (t) => writer.udp(t, server, TO_ALL, [PORT, PORT], whoIs, count) },
          {
            wait: 0.01 + random.exponential(0.2),
            send: (t) => writer.udp(t, controller, TO_ALL, [PORT, PORT], iAm, count),
          },
        ]);
      }
      const invoke = random.below(256);
      const object = cat(u8(0x0c), identifier);
      const name = cat(u8(0), ascii(controller.label));
      const ask = bvlc(UNICAST, u8(1, 4), u8(0, 5, invoke, 12), object, u8(0x19, OBJECT_NAME));
      const tell = bvlc(
        UNICAST,
        HERE,
        u8(0x30, invoke, 12),
        object,
        u8(0x19, OBJECT_NAME, 0x3e, 0x75),
        len8(name),
        u8(0x3f),
      );
      return new Script([
        { wait: 0, send: (t) => writer.udp(t, server, controller, [PORT, PORT], ask, count) },
        { wait: 0.005, send: (t) => writer.udp(t, controller, server, [PORT, PORT], tell, count) },
      ]);
    },
};
