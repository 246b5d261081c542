import { defineDissector, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { reportSdc, sdcAttributes } from '../parts/sdc-scopes.ts';
import { discoveryAttributes, reportDiscovery } from '../parts/ws-discovery-facts.ts';
import { looksLikeDiscovery, readDiscoveryMessage } from '../parts/ws-discovery-message.ts';

const recognise = (view: View): Recognition => (looksLikeDiscovery(view.bytes, view.start, view.end) ? SURE : NO);

function read(view: View, out: Out): void {
  const message = readDiscoveryMessage(view.bytes, view.start, view.end);
  if (message === undefined) {
    out.anomaly('ws-discovery-message');
    return;
  }
  reportDiscovery(view, out, message);
  // A flow may begin with messages without types; what it is shows only in a later one.
  if (!message.medical) return;
  reportSdc(view, out, message);
  out.label('sdc');
}

export const wsDiscovery = defineDissector({
  id: 'ws-discovery',
  title: 'WS-Discovery',
  source: 'OASIS WS-Discovery 1.1; the draft of April 2005 that Windows speaks',
  attributes: { ...discoveryAttributes, ...sdcAttributes },
  datagram: { ports: [3702], firstBytes: [0x3c, 0xef, 0x20, 0x0a, 0x0d, 0x09], attach: 'whole', recognise, read },
});
