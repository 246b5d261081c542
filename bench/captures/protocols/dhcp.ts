import { ascii, be16, be32, cat, len8, u8, zeros } from '../bytes.ts';
import { ANY_IP, ipv4Address, TO_ALL } from '../hosts.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

const MAGIC = 0x63825363;
const LEASE_S = 86_400;
/** Option 55 of the three stacks. */
const WANTED = [u8(1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252), u8(1, 28, 2, 3, 15, 6, 12), u8(1, 3, 6)];

const option = (code: number, ...parts: readonly Buffer[]): Buffer => cat(u8(code), len8(...parts));

/** A lease from DISCOVER to ACK (RFC 2131 §3.1). */
export const dhcp: Protocol = {
  id: 'dhcp',
  prepare:
    ({ network, random, writer }) =>
    (count) => {
      const client = network.anyClient();
      const server = network.server('dhcp');
      const transaction = be32(random.u32());
      const message = (operation: number, yours: Buffer, next: Buffer, options: Buffer): Buffer =>
        cat(
          u8(operation, 1, 6, 0),
          transaction,
          be16(0),
          be16(0),
          ANY_IP,
          yours,
          next,
          ANY_IP,
          client.mac,
          zeros(10 + 64 + 128),
          be32(MAGIC),
          options,
          u8(255),
        );
      const about = cat(
        option(61, u8(1), client.mac),
        option(12, ascii(client.label)),
        option(60, ascii(client.cls.vendor)),
        option(55, WANTED[client.cls.os]!),
      );
      const lease = cat(
        option(54, server.ip),
        option(51, be32(LEASE_S)),
        option(1, ipv4Address(255, 255, 0, 0)),
        option(3, network.server('gateway').ip),
        option(6, network.server('dns').ip),
      );
      const wish = cat(option(53, u8(3)), about, option(50, client.ip), option(54, server.ip));
      const discover = message(1, ANY_IP, ANY_IP, cat(option(53, u8(1)), about));
      const offer = message(2, client.ip, server.ip, cat(option(53, u8(2)), lease));
      const request = message(1, ANY_IP, ANY_IP, wish);
      const ack = message(2, client.ip, server.ip, cat(option(53, u8(5)), lease));
      const ask = (t: number, bytes: Buffer): void =>
        writer.udp(t, client, TO_ALL, [68, 67], bytes, count, { unaddressed: true });
      const tell = (t: number, bytes: Buffer): void => writer.udp(t, server, client, [67, 68], bytes, count);
      return new Script([
        { wait: 0, send: (t) => ask(t, discover) },
        { wait: 0.02, send: (t) => tell(t, offer) },
        { wait: 0.001, send: (t) => ask(t, request) },
        { wait: 0.01, send: (t) => tell(t, ack) },
      ]);
    },
};
