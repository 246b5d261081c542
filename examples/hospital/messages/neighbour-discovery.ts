import { be16, be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';

const ICMPV6 = 58;
const HOP_LIMIT = 255;
const ROUTER_SOLICITATION = 133;
const ROUTER_ADVERTISEMENT = 134;
const NEIGHBOUR_SOLICITATION = 135;

export const ETHERTYPE_IPV6 = 0x86dd;
const ANY = zeros(16);
const ALL_NODES = Buffer.from('ff020000000000000000000000000001', 'hex');
const ALL_ROUTERS = Buffer.from('ff020000000000000000000000000002', 'hex');

/** fe80::/64 with the hardware address turned into an interface identifier (RFC 4291 appendix A). */
export const linkLocal = (mac: Buffer): Buffer =>
  cat(Buffer.from('fe80000000000000', 'hex'), u8(mac[0]! ^ 2, mac[1]!, mac[2]!, 0xff, 0xfe), mac.subarray(3));

/** The group that a host listens to for questions about its address (RFC 4291 §2.7.1). */
const solicitedNode = (address: Buffer): Buffer =>
  cat(Buffer.from('ff0200000000000000000001ff', 'hex'), address.subarray(13));

const groupMac = (group: Buffer): Buffer => cat(u8(0x33, 0x33), group.subarray(12));

/** A packet and the hardware address that it goes to. */
export interface Solicitation {
  readonly destination: Buffer;
  readonly packet: Buffer;
}

function packet(from: Buffer, to: Buffer, type: number, body: Buffer): Solicitation {
  const message = cat(u8(type, 0), zeros(2), body);
  const pseudo = cat(from, to, be32(message.length), u8(0, 0, 0, ICMPV6), message);
  let sum = 0;
  for (let at = 0; at < pseudo.length; at += 2) sum += pseudo.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  message.writeUInt16BE(~sum & 0xffff, 2);
  const head = cat(be32(0x60000000), be16(message.length), u8(ICMPV6, HOP_LIMIT), from, to);
  return { destination: groupMac(to), packet: cat(head, message) };
}

const linkAddress = (option: number, mac: Buffer): Buffer => cat(u8(option, 1), mac);

/** A host that wakes asks whether somebody has its address already (RFC 4862 §5.4.2). */
export const duplicateProbe = (mac: Buffer): Solicitation => {
  const own = linkLocal(mac);
  return packet(ANY, solicitedNode(own), NEIGHBOUR_SOLICITATION, cat(zeros(4), own));
};

/** … and who the routers are (RFC 4861 §4.1). */
export const routerSolicitation = (mac: Buffer): Solicitation =>
  packet(linkLocal(mac), ALL_ROUTERS, ROUTER_SOLICITATION, cat(zeros(4), linkAddress(1, mac)));

const ROUTER_LIFETIME_S = 1800;

/** A router says that it is there, and that addresses come from DHCP (RFC 4861 §4.2). */
export const routerAdvertisement = (mac: Buffer): Solicitation =>
  packet(
    linkLocal(mac),
    ALL_NODES,
    ROUTER_ADVERTISEMENT,
    cat(u8(64, 0x80), be16(ROUTER_LIFETIME_S), be32(0), be32(0), linkAddress(1, mac)),
  );
