import { type Attribute, defineAttributes, type Out, type View } from '../dissector.ts';
import type { DiscoveryMessage, Span } from './ws-discovery-message.ts';
import { decodeXmlText, hasReferences } from './xml.ts';

const attributes = defineAttributes('wsd', {
  type: ['capability-seen', 'WS-Discovery 1.1 §4.1 Types: what the host says it is, the whole list'],
  endpoint: [
    'identifier-seen',
    'WS-Discovery 1.1 §4.1 wsa:EndpointReference/wsa:Address of the sender, stable over restarts',
  ],
  xaddrs: ['service-offered', 'WS-Discovery 1.1 §4.1 XAddrs: transport addresses at which the host answers'],
});

/** The same attribute where the type is looked for: the kind tells them apart. */
const sought = defineAttributes('wsd', {
  type: ['peer-sought', 'WS-Discovery 1.1 §5.2 Types of a Probe: what the host looks for, the whole list'],
});

/** What every WS-Discovery message tells, whatever the device; shared by `ws-discovery` and `sdc`. */
export const discoveryAttributes = { ...attributes, sought: sought.type };

/** Facts of one message. In Probe and Resolve the endpoint is the one sought, so it says nothing about the sender. */
export function reportDiscovery(view: View, out: Out, message: DiscoveryMessage): void {
  if (message.broken) out.anomaly('discovery-xml-damaged');
  for (const target of message.targets) {
    if (target.types !== undefined) {
      reportList(view, out, message.announces ? attributes.type : sought.type, target.types);
    }
    if (!message.announces) continue;
    if (target.endpoint !== undefined) {
      out.text(attributes.endpoint, view.sender, target.endpoint.from, target.endpoint.to);
    }
    if (target.xaddrs !== undefined) reportXaddrs(view, out, target.xaddrs);
  }
}

function reportList(view: View, out: Out, attribute: Attribute, list: Span): void {
  const text = decodeXmlText(view.bytes, list.from, list.to).split(/\s+/).join(' ');
  out.value(attribute, view.sender, text, list.from, list.to);
}

function reportXaddrs(view: View, out: Out, list: Span): void {
  if (!hasReferences(view.bytes, list.from, list.to)) {
    out.text(attributes.xaddrs, view.sender, list.from, list.to);
    return;
  }
  const text = decodeXmlText(view.bytes, list.from, list.to);
  out.value(attributes.xaddrs, view.sender, text, list.from, list.to);
}
