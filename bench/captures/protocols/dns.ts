import { be16, be32, cat, dnsName, len16 } from '../bytes.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

/** Names that clients look up and ask web servers for, under hospital.example. */
export const NAMES = [
  'pacs01',
  'his',
  'portal',
  'update',
  'ntp',
  'pump-server',
  'files',
  'mail',
  'lab',
  'worklist',
] as const;

/** One look-up and its answer (RFC 1035 §4.1). */
export const dns: Protocol = {
  id: 'dns',
  prepare:
    ({ network, random, writer, options }) =>
    (count) => {
      const asker = network.anyClient();
      const server = network.server('dns');
      const six = random.fraction() < options.ipv6;
      const port = random.between(1024, 65_535);
      const id = be16(random.u32() & 0xffff);
      const type = be16(six ? 28 : 1);
      const question = cat(dnsName(`${random.pick(NAMES)}.hospital.example`), type, be16(1));
      const query = cat(id, be16(0x0100), be16(1), be16(0), be16(0), be16(0), question);
      const found = network.server('web');
      const answer = cat(
        id,
        be16(0x8180),
        be16(1),
        be16(1),
        be16(0),
        be16(0),
        question,
        be16(0xc00c),
        type,
        be16(1),
        be32(300),
        len16(six ? found.ip6 : found.ip),
      );
      return new Script([
        { wait: 0, send: (t) => writer.udp(t, asker, server, [port, 53], query, count, { six }) },
        {
          wait: 0.0005 + random.exponential(0.002),
          send: (t) => writer.udp(t, server, asker, [53, port], answer, count, { six }),
        },
      ]);
    },
};
