import { i32At, ipv4Text, macText, u16At } from '#bytes';
import { defineAttributes, defineDissector, type Out, type View } from '../dissector.ts';

const attributes = defineAttributes('arp', {
  binding: [
    'address-bound',
    'Sender protocol and hardware address of a request, reply or announcement as ip=mac (RFC 826; RFC 5227 §3)',
  ],
});

const OCTETS = 28;
const HARDWARE_ETHERNET = 1;
/** IEEE 802 networks; Linux sends it on Token Ring and old Wi-Fi bridges. */
const HARDWARE_IEEE_802 = 6;
const PROTOCOL_IPV4 = 0x0800;
const REQUEST = 1;
const REPLY = 2;

const SENDER_MAC = 8;
const SENDER_IP = 14;

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  if (view.end - start < OCTETS) {
    out.anomaly('arp-cut');
    return;
  }
  const hardware = u16At(bytes, start);
  if (hardware !== HARDWARE_ETHERNET && hardware !== HARDWARE_IEEE_802) return;
  if (u16At(bytes, start + 2) !== PROTOCOL_IPV4 || bytes[start + 4] !== 6 || bytes[start + 5] !== 4) return;
  const operation = u16At(bytes, start + 6);
  if (operation !== REQUEST && operation !== REPLY) return;
  const mac = start + SENDER_MAC;
  const ip = start + SENDER_IP;
  // A probe (RFC 5227 §2.1.1) asks for an address it does not hold yet: its sender address is zero.
  if (i32At(bytes, ip) === 0) return;
  const group = (bytes[mac]! & 1) === 1;
  if (group || (i32At(bytes, mac) === 0 && u16At(bytes, mac + 4) === 0)) {
    out.anomaly('arp-sender-is-no-host');
    return;
  }
  out.keyed(
    attributes.binding,
    out.subjectOfIpv4AndMac(ip, mac),
    mac,
    ip + 4,
    () => `${ipv4Text(bytes, ip)}=${macText(bytes, mac)}`,
  );
}

export const arp = defineDissector({
  id: 'arp',
  title: 'ARP',
  source: 'RFC 826; RFC 5227',
  attributes,
  frame: { etherTypes: [0x0806], read },
});
