import { defineDissector, NO, SURE } from '../dissector.ts';
import { reportSdc, sdcAttributes } from '../parts/sdc-scopes.ts';
import { discoveryAttributes, reportDiscovery } from '../parts/ws-discovery-facts.ts';
import { looksLikeDiscovery, readDiscoveryMessage } from '../parts/ws-discovery-message.ts';

/**
 * Medical devices of IEEE 11073 SDC as they announce themselves. It stands before `ws-discovery` in the list and takes
 * only flows that speak of a MedicalDevice; what follows (the data services) is TLS and belongs to `tls`.
 */
export const sdc = defineDissector({
  id: 'sdc',
  title: 'IEEE 11073 SDC discovery',
  source: 'IEEE 11073-20702, IEEE 11073-20701, OASIS WS-Discovery 1.1',
  unproven: true,
  attributes: { ...sdcAttributes, ...discoveryAttributes },
  datagram: {
    ports: [3702, 6464],
    firstBytes: [0x3c, 0xef, 0x20, 0x0a, 0x0d, 0x09],
    attach: 'whole',
    recognise(view) {
      if (!looksLikeDiscovery(view.bytes, view.start, view.end)) return NO;
      return readDiscoveryMessage(view.bytes, view.start, view.end)?.medical === true ? SURE : NO;
    },
    read(view, out) {
      const message = readDiscoveryMessage(view.bytes, view.start, view.end);
      if (message === undefined) return;
      reportDiscovery(view, out, message);
      reportSdc(view, out, message);
    },
  },
});
