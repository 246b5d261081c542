import { BROADCAST_MAC, ZERO_MAC } from '../hosts.ts';
import type { Protocol } from '../scene.ts';
import { Script } from '../schedule.ts';

/** A client looks for its gateway. */
export const arp: Protocol = {
  id: 'arp',
  prepare:
    ({ network, writer }) =>
    (count) => {
      const asker = network.anyClient();
      const gateway = network.server('gateway');
      const nobody = { mac: ZERO_MAC, ip: gateway.ip };
      return new Script([
        { wait: 0, send: (t) => writer.arp(t, asker, BROADCAST_MAC, 1, nobody, count) },
        { wait: 0.0003, send: (t) => writer.arp(t, gateway, asker.mac, 2, asker, count) },
      ]);
    },
};
