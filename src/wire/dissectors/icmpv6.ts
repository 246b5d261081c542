import { ipv6Text, macText } from '#bytes';
import { defineAttributes, defineDissector, type Out, type View } from '../dissector.ts';

const attributes = defineAttributes('icmpv6', {
  binding: [
    'address-bound',
    'Link-layer address of a neighbour, from solicitations and advertisements, as ip=mac (RFC 4861 §4.6.1)',
  ],
  role: ['role-played', 'Part taken in neighbour discovery: router (RFC 4861 §4.2)'],
  prefix: ['capability-seen', 'Prefix that a router announces, as address/length (RFC 4861 §4.6.2)'],
});

const ROUTER_ADVERTISEMENT = 134;
const NEIGHBOUR_SOLICITATION = 135;
const NEIGHBOUR_ADVERTISEMENT = 136;
const OPTION_SOURCE_LINK = 1;
const OPTION_TARGET_LINK = 2;
const OPTION_PREFIX = 3;
/** Where options begin, by message type. */
const OPTIONS_AT: Readonly<Record<number, number>> = { 134: 16, 135: 24, 136: 24 };
/** Options looked at in one message. */
const OPTIONS = 32;

function read(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (end - start < 8) return;
  const type = bytes[start]!;
  const options = OPTIONS_AT[type];
  if (options === undefined || end - start < options) return;
  if (type === ROUTER_ADVERTISEMENT)
    out.value(attributes.role, view.sender, 'router', start, start + 1, { derived: 'computed' });
  let at = start + options;
  for (let seen = 0; seen < OPTIONS && end - at >= 8; seen++) {
    const length = bytes[at + 1]! * 8;
    if (length === 0 || at + length > end) {
      out.anomaly('icmpv6-option');
      return;
    }
    option(view, out, type, bytes[at]!, at);
    at += length;
  }
}

function option(view: View, out: Out, type: number, kind: number, at: number): void {
  const { bytes, start } = view;
  if (type === NEIGHBOUR_ADVERTISEMENT && kind === OPTION_TARGET_LINK) {
    const subject = out.subjectOfIpv6AndMac(start + 8, at + 2);
    out.value(attributes.binding, subject, `${ipv6Text(bytes, start + 8)}=${macText(bytes, at + 2)}`, at + 2, at + 8);
  } else if (type === NEIGHBOUR_SOLICITATION && kind === OPTION_SOURCE_LINK && view.sourceAt >= 0) {
    const subject = out.subjectOfIpv6AndMac(view.sourceAt, at + 2);
    out.value(
      attributes.binding,
      subject,
      `${ipv6Text(bytes, view.sourceAt)}=${macText(bytes, at + 2)}`,
      at + 2,
      at + 8,
    );
  } else if (type === ROUTER_ADVERTISEMENT && kind === OPTION_PREFIX && at + 32 <= view.end) {
    out.value(attributes.prefix, view.sender, `${ipv6Text(bytes, at + 16)}/${bytes[at + 2]!}`, at + 2, at + 32);
  }
}

export const icmpv6 = defineDissector({
  id: 'icmpv6',
  title: 'ICMPv6 neighbour discovery',
  source: 'RFC 4443; RFC 4861 §4',
  attributes,
  network: { protocols: [58], read },
});
