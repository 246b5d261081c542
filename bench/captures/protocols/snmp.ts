import { ascii } from '../bytes.ts';
import { berInteger, der, nothing, octets, oid, sequence } from '../der.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

const GET = 0xa0;
const RESPONSE = 0xa2;
const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_NAME = '1.3.6.1.2.1.1.5.0';

const bind = (name: string, value: Buffer): Buffer => sequence(oid(name), value);

/** The network management asks a client what it is (SNMP v2c, RFC 3416). */
export const snmp: Protocol = {
  id: 'snmp',
  prepare:
    ({ network, random, writer }) =>
    (count) => {
      const client = network.anyClient();
      const manager = network.server('nms');
      const port = random.between(30_000, 60_000);
      const request = berInteger(random.between(40_000, 2_000_000_000));
      const message = (type: number, ...binds: readonly Buffer[]): Buffer =>
        sequence(
          berInteger(1),
          octets(ascii('public')),
          der(type, request, berInteger(0), berInteger(0), sequence(...binds)),
        );
      const { vendor, model } = client.cls;
      const text = `${vendor} ${model} software ${client.version} serial ${client.serial}`;
      const ask = message(GET, bind(SYS_DESCR, nothing()), bind(SYS_NAME, nothing()));
      const tell = message(RESPONSE, bind(SYS_DESCR, octets(ascii(text))), bind(SYS_NAME, octets(ascii(client.label))));
      return new Script([
        { wait: 0, send: (t) => writer.udp(t, manager, client, [port, 161], ask, count) },
        {
          wait: 0.002 + random.exponential(0.004),
          send: (t) => writer.udp(t, client, manager, [161, port], tell, count),
        },
      ]);
    },
};
