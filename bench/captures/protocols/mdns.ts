import { ascii, be16, be32, cat, dnsName, len16, len8 } from '../bytes.ts';
import { TO_MDNS } from '../hosts.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

const PORT = 5353;
const CACHE_FLUSH_IN = 0x8001;

const record = (name: Buffer, type: number, flush: boolean, body: Buffer): Buffer =>
  cat(name, be16(type), be16(flush ? CACHE_FLUSH_IN : 1), be32(120), len16(body));

/** A host asks for a service and announces its own (RFC 6762, RFC 6763). */
export const mdns: Protocol = {
  id: 'mdns',
  prepare:
    ({ network, writer }) =>
    (count) => {
      const host = network.client('printer', 'camera', 'workstation', 'patient-monitor');
      const isPrinter = host.cls.name === 'printer';
      const type = isPrinter ? '_ipp._tcp.local' : '_http._tcp.local';
      const instance = dnsName(`${host.label}.${type}`);
      const own = dnsName(`${host.label}.local`);
      const { vendor, model } = host.cls;
      const announcement = cat(
        be16(0),
        be16(0x8400),
        be16(0),
        be16(4),
        be16(0),
        be16(0),
        record(dnsName(type), 12, false, instance),
        record(instance, 33, true, cat(be16(0), be16(0), be16(isPrinter ? 631 : 80), own)),
        record(instance, 16, true, cat(len8(ascii(`ty=${vendor} ${model}`)), len8(ascii(`sn=${host.serial}`)))),
        record(own, 1, true, host.ip),
      );
      const question = cat(be16(0), be16(0), be16(1), be16(0), be16(0), be16(0), dnsName(type), be16(12), be16(1));
      return new Script([
        { wait: 0, send: (t) => writer.udp(t, host, TO_MDNS, [PORT, PORT], question, count) },
        { wait: 0.1, send: (t) => writer.udp(t, host, TO_MDNS, [PORT, PORT], announcement, count) },
      ]);
    },
};
