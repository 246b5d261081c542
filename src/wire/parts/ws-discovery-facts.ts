import { defineAttributes, type Out, type View } from '../dissector.ts';
import type { DiscoveryMessage, Span } from './ws-discovery-message.ts';
import { decodeXmlText, hasReferences } from './xml.ts';

/** What every WS-Discovery message tells, whatever the device; shared by `ws-discovery` and `sdc`. */
export const discoveryAttributes = defineAttributes('wsd', {
  type: ['capability-seen', 'WS-Discovery 1.1 §4.1 Types: what the host says it is or looks for, the whole list'],
  endpoint: [
    'identifier-seen',
    'WS-Discovery 1.1 §4.1 wsa:EndpointReference/wsa:Address of the sender, stable over restarts',
  ],
  xaddrs: ['service-offered', 'WS-Discovery 1.1 §4.1 XAddrs: transport addresses at which the host answers'],
});

/** Facts of one message. In Probe and Resolve the endpoint is the one sought, so it says nothing about the sender. */
export function reportDiscovery(view: View, out: Out, message: DiscoveryMessage): void {
  if (message.broken) out.anomaly('discovery-xml-damaged');
  for (const target of message.targets) {
    if (target.types !== undefined) reportList(view, out, target.types);
    if (!message.announces) continue;
    if (target.endpoint !== undefined) {
      out.text(discoveryAttributes.endpoint, view.sender, target.endpoint.from, target.endpoint.to);
    }
    if (target.xaddrs !== undefined) reportXaddrs(view, out, target.xaddrs);
  }
}

function reportList(view: View, out: Out, list: Span): void {
  const text = decodeXmlText(view.bytes, list.from, list.to).split(/\s+/).join(' ');
  out.value(discoveryAttributes.type, view.sender, text, list.from, list.to);
}

function reportXaddrs(view: View, out: Out, list: Span): void {
  if (!hasReferences(view.bytes, list.from, list.to)) {
    out.text(discoveryAttributes.xaddrs, view.sender, list.from, list.to);
    return;
  }
  const text = decodeXmlText(view.bytes, list.from, list.to);
  out.value(discoveryAttributes.xaddrs, view.sender, text, list.from, list.to);
}
