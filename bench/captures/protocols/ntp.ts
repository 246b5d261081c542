import { be32, cat, u8, zeros } from '../bytes.ts';
import { ipv4Address } from '../hosts.ts';
import { EPOCH } from '../pcap-writer.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

/** Seconds from 1900 to 1970. */
const NTP_OFFSET_S = 2_208_988_800;
const REFERENCE = ipv4Address(10, 10, 0, 1);

/** A client asks for the time (RFC 5905 §7.3). */
export const ntp: Protocol = {
  id: 'ntp',
  prepare: ({ network, random, writer }) => {
    const stamp = (t: number): Buffer => cat(be32(EPOCH + NTP_OFFSET_S + Math.floor(t)), be32(random.u32()));
    return (count) => {
      const asker = network.anyClient();
      const server = network.server('ntp');
      const port = random.fraction() < 0.5 ? 123 : random.between(1024, 65_535);
      let asked: Buffer = zeros(8);
      const query = (t: number): Buffer => {
        asked = stamp(t);
        return cat(u8(0x23, 0, 6, 0xec), zeros(36), asked);
      };
      const answer = (t: number): Buffer =>
        cat(u8(0x24, 2, 6, 0xec), be32(0x0010), be32(0x0020), REFERENCE, stamp(t - 30), asked, stamp(t), stamp(t));
      return new Script([
        { wait: 0, send: (t) => writer.udp(t, asker, server, [port, 123], query(t), count) },
        { wait: 0.001, send: (t) => writer.udp(t, server, asker, [123, port], answer(t), count) },
      ]);
    };
  },
};
